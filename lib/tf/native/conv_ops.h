// Convolutions, each by the fastest way that there is for its shape.
#pragma once

#include "add_numbers.h"
#include "direct_conv.h"
#include "few_channels_conv.h"
#include "op.h"
#include "winograd.h"

namespace mle {
namespace {

REGISTER_OP("MleConv2D")
    .Input("x: float")
    .Input("filter: float")
    .Input("bias: float")  // of no numbers for none
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("y: float");

REGISTER_OP("MleConv2DInputGradient")
    .Input("dy: float")
    .Input("filter: float")
    .Input("bias: float")  // likewise; added to the gradient
    .Attr("height: int")   // of x
    .Attr("width: int")
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("dx: float");

REGISTER_OP("MleConv2DFilterGradient")
    .Input("x: float")
    .Input("dy: float")
    .Attr("kernel_height: int")
    .Attr("kernel_width: int")
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("dfilter: float")
    .Output("dbias: float");

bool isWholeVectors(int channels) {
  return channels > 0 && channels % kChannelStep == 0;
}

bool fitsWinograd(const ConvShape& s) {
  return s.kernelHeight == 3 && s.kernelWidth == 3 && s.stride == 1 &&
         s.padding == 1 && isWholeVectors(s.in) && isWholeVectors(s.out);
}

/** The shape for a convolution with stride 1. */
FewChannelsConv fewChannels(const ConvShape& s) {
  return {s.height,    s.width,    s.in,  s.kernelHeight, s.kernelWidth,
          s.outHeight, s.outWidth, s.out, s.padding};
}

/** The convolution whose output is another one's gradient by its input. */
FewChannelsConv fewChannelsBack(const ConvShape& s) {
  return {s.outHeight,    s.outWidth,    s.out,
          s.kernelHeight, s.kernelWidth, s.height,
          s.width,        s.in,          s.kernelHeight - 1 - s.padding};
}

/** A bias has a number per channel, or none at all. */
bool fitsBias(const Tensor& bias, int channels) {
  return bias.NumElements() == 0 || bias.NumElements() == channels;
}

const float* biasNumbers(const Tensor& bias) {
  return bias.NumElements() == 0 ? nullptr : numbers(bias);
}

// What is summed over the batch is summed in so many parts, however many
// threads there are, so that the result does not depend on them.
constexpr int kParts = 8;

/** The part's share of a count, [first, end). */
struct Share {
  int first, end;
  Share(int count, int part)
      : first(static_cast<int>(static_cast<long>(count) * part / kParts)),
        end(static_cast<int>(static_cast<long>(count) * (part + 1) / kParts)) {}
};

/**
 * Sums over the batch in parts; each is zeros to begin with.
 *
 * @param numbers So many are summed in all.
 * @param add Called with an element of the batch, the thread and the sum.
 * @returns The sum of all parts, in `sums`.
 */
template <typename Add>
void sumBatch(OpKernelContext* context, int count, long numbers, long size,
              float* sums, const Add& add) {
  forEachBlock(context, kParts, numbers, [&](long part, int thread) {
    float* sum = sums + part * size;
    std::fill_n(sum, size, 0.0f);
    const Share share(count, static_cast<int>(part));
    for (int i = share.first; i < share.end; i++) add(i, thread, sum);
  });
  forEachBlock(context, blocksOf(size), kParts * size, [&](long block, int) {
    for (int part = 1; part < kParts; part++) {
      addNumbers(sums + part * size, block * kBlock, endOf(block, size), sums);
    }
  });
}

void convolveByWinograd(OpKernelContext* context, const Tiling& tiling, int in,
                        int out, const float* x, const float* filter,
                        const float* bias, float* y) {
  const Scratch transformed(context, kProducts * productStride(in, out));
  const Scratch scratch(context,
                        winogradScratch(in, out) * threadCount(context));
  if (!context->status().ok()) return;
  transformFilters(filter, in, out, transformed.data);
  forEachBlock(context, tiling.blocks(),
               static_cast<long>(tiling.count()) * kTile * kTile * in,
               [&](long block, int thread) {
                 winogradBlock(tiling, static_cast<int>(block), x,
                               transformed.data, bias, in, out,
                               scratch.data + thread * winogradScratch(in, out),
                               y);
               });
}

void convolveByFewChannels(OpKernelContext* context, const FewChannelsConv& s,
                           int batch, const float* x, const float* filter,
                           const float* bias, float* y) {
  const long size = s.laidOutSize();
  const Scratch laidOut(context, size * threadCount(context));
  if (!context->status().ok()) return;
  std::fill_n(laidOut.data, size * threadCount(context), 0.0f);
  forEachBlock(context, batch, batch * s.outSize(), [&](long i, int thread) {
    convolveFewChannels(s, x + i * s.inSize(), filter, bias,
                        laidOut.data + thread * size, y + i * s.outSize());
  });
}

void convolveDirectly(OpKernelContext* context, const ConvShape& s, int batch,
                      const float* x, const float* filter, const float* bias,
                      float* y) {
  const long size = s.paddedSize();
  const Scratch padded(context, size * threadCount(context));
  if (!context->status().ok()) return;
  forEachBlock(context, batch, batch * s.outSize(), [&](long i, int thread) {
    convolve(s, x + i * s.inSize(), filter, bias, padded.data + thread * size,
             y + i * s.outSize());
  });
}

void convolveBackDirectly(OpKernelContext* context, const ConvShape& s,
                          int batch, const float* dy, const float* filter,
                          const float* bias, float* dx) {
  const long size = s.paddedSize() + s.outPixels() * s.spreadColumns();
  const Scratch turned(context, static_cast<long>(s.out) * s.spreadColumns());
  const Scratch scratch(context, size * threadCount(context));
  if (!context->status().ok()) return;
  turnFilter(s, filter, turned.data);
  forEachBlock(context, batch, batch * s.inSize(), [&](long i, int thread) {
    float* padded = scratch.data + thread * size;
    convolveTransposed(s, dy + i * s.outSize(), turned.data, bias, padded,
                       padded + s.paddedSize(), dx + i * s.inSize());
  });
}

/** An op with stride and padding. */
class ConvKernel : public OpKernel {
 public:
  explicit ConvKernel(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("stride", &stride_));
    OP_REQUIRES_OK(context, context->GetAttr("padding", &padding_));
    OP_REQUIRES(context, stride_ > 0 && padding_ >= 0,
                InvalidArgument("stride ", stride_, ", padding ", padding_));
  }

 protected:
  /** Whether the kernel, at the last place, still meets the padded picture. */
  static bool fits(const ConvShape& s) {
    const auto fitsLength = [&](int length, int kernel, int outLength) {
      return length > 0 && kernel > 0 && outLength > 0 &&
             (outLength - 1) * s.stride + kernel <= length + 2 * s.padding;
    };
    return s.in > 0 && s.out > 0 &&
           fitsLength(s.height, s.kernelHeight, s.outHeight) &&
           fitsLength(s.width, s.kernelWidth, s.outWidth);
  }

  int outLength(int length, int kernel) const {
    return (length + 2 * padding_ - kernel) / stride_ + 1;
  }

  int stride_, padding_;
};

class Conv2D : public ConvKernel {
 public:
  using ConvKernel::ConvKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1),
                 &bias = context->input(2);
    MLE_REQUIRE(x.dims() == 4 && filter.dims() == 4 &&
                    filter.dim_size(2) == x.dim_size(3) &&
                    fitsBias(bias, dim(filter, 3)),
                "cannot convolve ", x.shape().DebugString(), " with ",
                filter.shape().DebugString(), " and ",
                bias.shape().DebugString());
    const int batch = dim(x, 0);
    const ConvShape s{dim(x, 1),
                      dim(x, 2),
                      dim(x, 3),
                      dim(filter, 0),
                      dim(filter, 1),
                      outLength(dim(x, 1), dim(filter, 0)),
                      outLength(dim(x, 2), dim(filter, 1)),
                      dim(filter, 3),
                      stride_,
                      padding_};
    const FewChannelsConv few = fewChannels(s);
    const bool isFew = stride_ == 1 && few.fits();
    MLE_REQUIRE(fits(s) && (isFew || isWholeVectors(s.out)), "cannot convolve ",
                x.shape().DebugString(), " with ",
                filter.shape().DebugString());
    float* y = output(context, 0, {batch, s.outHeight, s.outWidth, s.out});
    if (!context->status().ok()) return;
    if (fitsWinograd(s)) {
      convolveByWinograd(context, {batch, s.height, s.width}, s.in, s.out,
                         numbers(x), numbers(filter), biasNumbers(bias), y);
    } else if (isFew) {
      convolveByFewChannels(context, few, batch, numbers(x), numbers(filter),
                            biasNumbers(bias), y);
    } else {
      convolveDirectly(context, s, batch, numbers(x), numbers(filter),
                       biasNumbers(bias), y);
    }
  }
};

class Conv2DInputGradient : public ConvKernel {
 public:
  explicit Conv2DInputGradient(OpKernelConstruction* context)
      : ConvKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("height", &height_));
    OP_REQUIRES_OK(context, context->GetAttr("width", &width_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &filter = context->input(1),
                 &bias = context->input(2);
    MLE_REQUIRE(dy.dims() == 4 && filter.dims() == 4 &&
                    filter.dim_size(3) == dy.dim_size(3) &&
                    fitsBias(bias, dim(filter, 2)),
                "no input gradient for ", dy.shape().DebugString(), ", ",
                filter.shape().DebugString(), " and ",
                bias.shape().DebugString());
    const int batch = dim(dy, 0);
    const ConvShape s{
        height_,    width_,     dim(filter, 2), dim(filter, 0), dim(filter, 1),
        dim(dy, 1), dim(dy, 2), dim(filter, 3), stride_,        padding_};
    MLE_REQUIRE(fits(s), "no input gradient of ", height_, " × ", width_,
                " for ", dy.shape().DebugString());
    const FewChannelsConv few = fewChannelsBack(s);
    const Scratch turned(context, filter.NumElements());
    float* dx = output(context, 0, {batch, height_, width_, s.in});
    if (!context->status().ok()) return;
    // With stride 1 a convolution itself, with another filter.
    if (fitsWinograd(s)) {
      rotateFilter(numbers(filter), 9, s.in, s.out, turned.data);
      convolveByWinograd(context, {batch, height_, width_}, s.out, s.in,
                         numbers(dy), turned.data, biasNumbers(bias), dx);
    } else if (stride_ == 1 && s.kernelHeight == s.kernelWidth && few.fits()) {
      rotateFilter(numbers(filter), s.kernelHeight * s.kernelWidth, s.in, s.out,
                   turned.data);
      convolveByFewChannels(context, few, batch, numbers(dy), turned.data,
                            biasNumbers(bias), dx);
    } else {
      convolveBackDirectly(context, s, batch, numbers(dy), numbers(filter),
                           biasNumbers(bias), dx);
    }
  }

 private:
  int height_, width_;
};

class Conv2DFilterGradient : public ConvKernel {
 public:
  explicit Conv2DFilterGradient(OpKernelConstruction* context)
      : ConvKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("kernel_height", &kernelHeight_));
    OP_REQUIRES_OK(context, context->GetAttr("kernel_width", &kernelWidth_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &dy = context->input(1);
    MLE_REQUIRE(
        x.dims() == 4 && dy.dims() == 4 && x.dim_size(0) == dy.dim_size(0),
        "no filter gradient for ", x.shape().DebugString(), " and ",
        dy.shape().DebugString());
    const ConvShape s{dim(x, 1),    dim(x, 2),  dim(x, 3),  kernelHeight_,
                      kernelWidth_, dim(dy, 1), dim(dy, 2), dim(dy, 3),
                      stride_,      padding_};
    const bool isFew = stride_ == 1 && fewChannels(s).fits();
    MLE_REQUIRE(fits(s) && (isFew || isWholeVectors(s.out)),
                "no filter gradient for ", x.shape().DebugString(), " and ",
                dy.shape().DebugString());
    const Gradients gradients{
        dim(x, 0),
        dy.NumElements(),
        numbers(x),
        numbers(dy),
        output(context, 0, {kernelHeight_, kernelWidth_, s.in, s.out}),
        output(context, 1, {s.out})};
    if (!context->status().ok()) return;
    if (fitsWinograd(s)) {
      byWinograd(context, s, gradients);
    } else if (isFew) {
      byFewChannels(context, fewChannels(s), gradients);
    } else {
      directly(context, s, gradients);
    }
  }

 private:
  struct Gradients {
    int batch;
    long numbers;  // of dy
    const float *x, *dy;
    float *dFilter, *dBias;
  };

  static void byWinograd(OpKernelContext* context, const ConvShape& s,
                         const Gradients& g) {
    const Tiling tiling{g.batch, s.height, s.width};
    const long scratchSize = winogradScratch(s.in, s.out);
    const long transformedSize = kProducts * productStride(s.in, s.out);
    const long size = transformedSize + s.out;
    const Scratch sums(context, size * kParts);
    const Scratch scratch(context, scratchSize * threadCount(context));
    if (!context->status().ok()) return;
    sumBatch(context, tiling.blocks(), g.numbers, size, sums.data,
             [&](int block, int thread, float* sum) {
               winogradGradientBlock(tiling, block, g.x, g.dy, s.in, s.out,
                                     scratch.data + thread * scratchSize, sum,
                                     sum + transformedSize);
             });
    filterGradient(sums.data, s.in, s.out, g.dFilter);
    std::copy_n(sums.data + transformedSize, s.out, g.dBias);
  }

  static void byFewChannels(OpKernelContext* context, const FewChannelsConv& s,
                            const Gradients& g) {
    const long laidOutSize = s.laidOutSize();
    const Scratch sums(context, s.gradientSize() * kParts);
    const Scratch laidOut(context, laidOutSize * threadCount(context));
    if (!context->status().ok()) return;
    std::fill_n(laidOut.data, laidOutSize * threadCount(context), 0.0f);
    sumBatch(context, g.batch, g.numbers, s.gradientSize(), sums.data,
             [&](int i, int thread, float* sum) {
               addFewChannelsGradient(s, g.x + i * s.inSize(),
                                      g.dy + i * s.outSize(),
                                      laidOut.data + thread * laidOutSize, sum);
             });
    foldFewChannelsGradient(s, sums.data, g.dFilter, g.dBias);
  }

  static void directly(OpKernelContext* context, const ConvShape& s,
                       const Gradients& g) {
    const long paddedSize = s.paddedSize();
    const long size = s.filterSize() + s.out;
    const Scratch sums(context, size * kParts);
    const Scratch padded(context, paddedSize * threadCount(context));
    if (!context->status().ok()) return;
    sumBatch(context, g.batch, g.numbers, size, sums.data,
             [&](int i, int thread, float* sum) {
               addFilterGradient(s, g.x + i * s.inSize(),
                                 g.dy + i * s.outSize(),
                                 padded.data + thread * paddedSize, sum,
                                 sum + s.filterSize());
             });
    std::copy_n(sums.data, s.filterSize(), g.dFilter);
    std::copy_n(sums.data + s.filterSize(), s.out, g.dBias);
  }

  int kernelHeight_, kernelWidth_;
};

MLE_REGISTER("MleConv2D", Conv2D);
MLE_REGISTER("MleConv2DInputGradient", Conv2DInputGradient);
MLE_REGISTER("MleConv2DFilterGradient", Conv2DFilterGradient);

}  // namespace
}  // namespace mle
