// TensorFlow ops of our own, where they are faster or more exact than
// TensorFlow's: see lib/ops for what they compute. Channels come last, all
// numbers are float32, and the callers have checked the shapes; what is checked
// here keeps a wrong call from reading other memory.
#include <cmath>
#include <numeric>

#include "adam.h"
#include "batch_norm.h"
#include "direct_conv.h"
#include "mse_loss.h"
#include "parallel.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/resource_mgr.h"
#include "tensorflow/core/framework/resource_var.h"
#include "winograd.h"

namespace mle {
namespace {

using tensorflow::DT_FLOAT;
using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;
using tensorflow::errors::InvalidArgument;

// What is summed over the batch is summed in so many parts, however many
// threads there are, so that the result does not depend on them.
constexpr int kParts = 8;

// The channel counts that are whole vectors on every processor.
constexpr int kChannelStep = 16;

// So many numbers at a time, where there is no other reason.
constexpr long kBlock = 1 << 14;

/** The number of blocks, and where one ends. */
long blocksOf(long count) { return (count + kBlock - 1) / kBlock; }
long endOf(long block, long count) {
  return std::min(count, (block + 1) * kBlock);
}

const float* numbers(const Tensor& tensor) {
  return tensor.flat<float>().data();
}

float* numbers(Tensor& tensor) { return tensor.flat<float>().data(); }

int dim(const Tensor& tensor, int axis) {
  return static_cast<int>(tensor.dim_size(axis));
}

/** Allocates an output; null, and the op has failed, where there is no memory.
 */
float* output(OpKernelContext* context, int index, const TensorShape& shape) {
  Tensor* tensor = nullptr;
  const auto status = context->allocate_output(index, shape, &tensor);
  if (!status.ok()) {
    context->SetStatus(status);
    return nullptr;
  }
  return numbers(*tensor);
}

/** Memory for the time of one call; null, and the op has failed, likewise. */
class Scratch {
 public:
  Scratch(OpKernelContext* context, long size) {
    const auto status = context->allocate_temp(DT_FLOAT, {size}, &tensor_);
    if (status.ok()) {
      data = numbers(tensor_);
    } else {
      context->SetStatus(status);
    }
  }
  float* data = nullptr;

 private:
  Tensor tensor_;
};

/** Adds up `parts` arrays of the given size into the first one. */
void addParts(OpKernelContext* context, float* first, int parts, long size) {
  forEachBlock(context, blocksOf(size), parts * size, [&](long block, int) {
    for (int part = 1; part < parts; part++) {
      addNumbers(first + part * size, block * kBlock, endOf(block, size),
                 first);
    }
  });
}

/** The part's share of a count, [first, end). */
struct Share {
  int first, end;
  Share(int count, int part)
      : first(static_cast<int>(static_cast<long>(count) * part / kParts)),
        end(static_cast<int>(static_cast<long>(count) * (part + 1) / kParts)) {}
};

/** A bias has a number per output channel, or none at all. */
bool fitsBias(const Tensor& bias, const Tensor& filter) {
  return bias.NumElements() == 0 || bias.NumElements() == filter.dim_size(3);
}

const float* biasNumbers(const Tensor& bias) {
  return bias.NumElements() == 0 ? nullptr : numbers(bias);
}

#define MLE_REQUIRE(condition, ...) \
  OP_REQUIRES(context, condition, InvalidArgument(__VA_ARGS__))

// ---------------------------------------------------------------------------
// 3 × 3 convolutions with stride 1 and padding 1

REGISTER_OP("MleWinogradConv2D")
    .Input("x: float")
    .Input("filter: float")
    .Input("bias: float")  // of no numbers for none
    .Output("y: float");

REGISTER_OP("MleWinogradConv2DInputGradient")
    .Input("filter: float")
    .Input("dy: float")
    .Output("dx: float");

REGISTER_OP("MleWinogradConv2DFilterGradient")
    .Input("x: float")
    .Input("dy: float")
    .Output("dfilter: float")
    .Output("dbias: float");

bool fitsWinograd(int in, int out) {
  return in > 0 && out > 0 && in % kChannelStep == 0 && out % kChannelStep == 0;
}

void winogradConvolve(OpKernelContext* context, const Tensor& x,
                      const float* filter, const float* bias, int out) {
  const Tiling tiling{dim(x, 0), dim(x, 1), dim(x, 2)};
  const int in = dim(x, 3);
  const Scratch transformed(context, kProducts * productStride(in, out));
  const Scratch scratch(context,
                        winogradScratch(in, out) * threadCount(context));
  float* y =
      output(context, 0, {tiling.batch, tiling.height, tiling.width, out});
  if (!context->status().ok()) return;
  transformFilters(filter, in, out, transformed.data);
  forEachBlock(
      context, tiling.blocks(), x.NumElements(), [&](long block, int thread) {
        winogradBlock(tiling, static_cast<int>(block), numbers(x),
                      transformed.data, bias, in, out,
                      scratch.data + thread * winogradScratch(in, out), y);
      });
}

class WinogradConv2D : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1),
                 &bias = context->input(2);
    MLE_REQUIRE(
        x.dims() == 4 && filter.dims() == 4 && filter.dim_size(0) == 3 &&
            filter.dim_size(1) == 3 && filter.dim_size(2) == x.dim_size(3) &&
            fitsBias(bias, filter) &&
            fitsWinograd(dim(filter, 2), dim(filter, 3)),
        "cannot convolve ", x.shape().DebugString(), " with ",
        filter.shape().DebugString(), " and ", bias.shape().DebugString());
    winogradConvolve(context, x, numbers(filter), biasNumbers(bias),
                     dim(filter, 3));
  }
};

class WinogradConv2DInputGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &filter = context->input(0), &dy = context->input(1);
    MLE_REQUIRE(dy.dims() == 4 && filter.dims() == 4 &&
                    filter.dim_size(0) == 3 && filter.dim_size(1) == 3 &&
                    filter.dim_size(3) == dy.dim_size(3) &&
                    fitsWinograd(dim(filter, 2), dim(filter, 3)),
                "no input gradient for ", dy.shape().DebugString(), " and ",
                filter.shape().DebugString());
    // A convolution itself, with another filter.
    const int in = dim(filter, 2), out = dim(filter, 3);
    const Scratch turned(context, filter.NumElements());
    if (!context->status().ok()) return;
    turnFilter(numbers(filter), in, out, turned.data);
    winogradConvolve(context, dy, turned.data, nullptr, in);
  }
};

class WinogradConv2DFilterGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &dy = context->input(1);
    MLE_REQUIRE(x.dims() == 4 && dy.dims() == 4 &&
                    x.dim_size(0) == dy.dim_size(0) &&
                    x.dim_size(1) == dy.dim_size(1) &&
                    x.dim_size(2) == dy.dim_size(2) &&
                    fitsWinograd(dim(x, 3), dim(dy, 3)),
                "no filter gradient for ", x.shape().DebugString(), " and ",
                dy.shape().DebugString());
    const Tiling tiling{dim(x, 0), dim(x, 1), dim(x, 2)};
    const int in = dim(x, 3), out = dim(dy, 3);
    const long size = kProducts * productStride(in, out) + out;
    const Scratch sums(context, size * kParts);
    const Scratch scratch(context,
                          winogradScratch(in, out) * threadCount(context));
    float* dFilter = output(context, 0, {3, 3, in, out});
    float* dBias = output(context, 1, {out});
    if (!context->status().ok()) return;
    forEachBlock(context, kParts, x.NumElements(), [&](long part, int thread) {
      float* dTransformed = sums.data + part * size;
      std::fill_n(dTransformed, size, 0.0f);
      const Share share(tiling.blocks(), static_cast<int>(part));
      for (int block = share.first; block < share.end; block++) {
        winogradGradientBlock(tiling, block, numbers(x), numbers(dy), in, out,
                              scratch.data + thread * winogradScratch(in, out),
                              dTransformed, dTransformed + size - out);
      }
    });
    addParts(context, sums.data, kParts, size);
    filterGradient(sums.data, in, out, dFilter);
    std::copy_n(sums.data + size - out, out, dBias);
  }
};

// ---------------------------------------------------------------------------
// Other convolutions

REGISTER_OP("MleConv2D")
    .Input("x: float")
    .Input("filter: float")
    .Input("bias: float")  // of no numbers for none
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("y: float");

REGISTER_OP("MleConv2DFilterGradient")
    .Input("x: float")
    .Input("dy: float")
    .Attr("kernel_height: int")
    .Attr("kernel_width: int")
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("dfilter: float")
    .Output("dbias: float");

REGISTER_OP("MleConvTranspose2D")
    .Input("x: float")
    .Input("filter: float")
    .Input("bias: float")
    .Attr("height: int")  // of the output
    .Attr("width: int")
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("y: float");

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
  /** Whether the kernel stays within the padded picture everywhere. */
  bool fits(const ConvShape& s) const {
    return s.in > 0 && s.out > 0 && s.outHeight > 0 && s.outWidth > 0 &&
           (s.outHeight - 1) * stride_ + s.kernelHeight <=
               s.height + 2 * padding_ + stride_ &&
           (s.outWidth - 1) * stride_ + s.kernelWidth <=
               s.width + 2 * padding_ + stride_;
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
    MLE_REQUIRE(
        x.dims() == 4 && filter.dims() == 4 &&
            filter.dim_size(2) == x.dim_size(3) && fitsBias(bias, filter),
        "cannot convolve ", x.shape().DebugString(), " with ",
        filter.shape().DebugString(), " and ", bias.shape().DebugString());
    const int kernelHeight = dim(filter, 0), kernelWidth = dim(filter, 1);
    const ConvShape shape{dim(x, 1),
                          dim(x, 2),
                          dim(x, 3),
                          kernelHeight,
                          kernelWidth,
                          outLength(dim(x, 1), kernelHeight),
                          outLength(dim(x, 2), kernelWidth),
                          dim(filter, 3),
                          stride_,
                          padding_};
    MLE_REQUIRE(fits(shape) && shape.out % kChannelStep == 0,
                "cannot convolve ", x.shape().DebugString(), " with ",
                filter.shape().DebugString());
    const int batch = dim(x, 0);
    const Scratch padded(context, shape.paddedSize() * threadCount(context));
    float* y =
        output(context, 0, {batch, shape.outHeight, shape.outWidth, shape.out});
    if (!context->status().ok()) return;
    forEachBlock(context, batch, batch * shape.outSize(),
                 [&](long picture, int thread) {
                   convolve(shape, numbers(x) + picture * shape.inSize(),
                            numbers(filter), biasNumbers(bias),
                            padded.data + thread * shape.paddedSize(),
                            y + picture * shape.outSize());
                 });
  }
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
    const ConvShape shape{dim(x, 1),    dim(x, 2),  dim(x, 3),  kernelHeight_,
                          kernelWidth_, dim(dy, 1), dim(dy, 2), dim(dy, 3),
                          stride_,      padding_};
    MLE_REQUIRE(fits(shape) && shape.out % kChannelStep == 0,
                "no filter gradient for ", x.shape().DebugString(), " and ",
                dy.shape().DebugString());
    const long size = shape.filterSize() + shape.out;
    const Scratch sums(context, size * kParts);
    const Scratch padded(context, shape.paddedSize() * threadCount(context));
    float* dFilter =
        output(context, 0, {kernelHeight_, kernelWidth_, shape.in, shape.out});
    float* dBias = output(context, 1, {shape.out});
    if (!context->status().ok()) return;
    forEachBlock(context, kParts, x.NumElements(), [&](long part, int thread) {
      float* dFilterPart = sums.data + part * size;
      std::fill_n(dFilterPart, size, 0.0f);
      const Share share(dim(x, 0), static_cast<int>(part));
      for (int picture = share.first; picture < share.end; picture++) {
        addFilterGradient(shape, numbers(x) + picture * shape.inSize(),
                          numbers(dy) + picture * shape.outSize(),
                          padded.data + thread * shape.paddedSize(),
                          dFilterPart, dFilterPart + shape.filterSize());
      }
    });
    addParts(context, sums.data, kParts, size);
    std::copy_n(sums.data, shape.filterSize(), dFilter);
    std::copy_n(sums.data + shape.filterSize(), shape.out, dBias);
  }

 private:
  int kernelHeight_, kernelWidth_;
};

class ConvTranspose2D : public ConvKernel {
 public:
  explicit ConvTranspose2D(OpKernelConstruction* context)
      : ConvKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("height", &height_));
    OP_REQUIRES_OK(context, context->GetAttr("width", &width_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1),
                 &bias = context->input(2);
    MLE_REQUIRE(x.dims() == 4 && filter.dims() == 4 &&
                    filter.dim_size(3) == x.dim_size(3) &&
                    filter.dim_size(2) == bias.NumElements(),
                "cannot convolve ", x.shape().DebugString(), " with ",
                filter.shape().DebugString(), " and ",
                bias.shape().DebugString());
    const ConvShape shape{
        height_,   width_,    dim(filter, 2), dim(filter, 0), dim(filter, 1),
        dim(x, 1), dim(x, 2), dim(filter, 3), stride_,        padding_};
    MLE_REQUIRE(fits(shape), "cannot convolve ", x.shape().DebugString(),
                " to ", height_, " × ", width_);
    const int batch = dim(x, 0);
    const long spreadSize = shape.outPixels() * shape.spreadColumns();
    const long scratchSize = shape.paddedSize() + spreadSize;
    const Scratch turned(context,
                         static_cast<long>(shape.out) * shape.spreadColumns());
    const Scratch scratch(context, scratchSize * threadCount(context));
    float* y = output(context, 0, {batch, height_, width_, shape.in});
    if (!context->status().ok()) return;
    turnFilter(shape, numbers(filter), turned.data);
    forEachBlock(
        context, batch, batch * shape.outSize(), [&](long picture, int thread) {
          float* padded = scratch.data + thread * scratchSize;
          convolveTransposed(shape, numbers(x) + picture * shape.outSize(),
                             turned.data, numbers(bias), padded,
                             padded + shape.paddedSize(),
                             y + picture * shape.inSize());
        });
  }

 private:
  int height_, width_;
};

// ---------------------------------------------------------------------------
// Sums over pixels and batch normalisation

REGISTER_OP("MleBiasGradient").Input("dy: float").Output("dbias: float");

REGISTER_OP("MleBatchStatistics")
    .Input("x: float")
    .Output("mean: float")
    .Output("variance: float");

REGISTER_OP("MleBatchNorm")
    .Input("x: float")
    .Input("gamma: float")
    .Input("beta: float")
    .Input("mean: float")
    .Input("variance: float")
    .Attr("epsilon: float")
    .Output("y: float");

REGISTER_OP("MleBatchNormGradient")
    .Input("dy: float")
    .Input("x: float")
    .Input("gamma: float")
    .Input("mean: float")
    .Input("variance: float")
    .Attr("epsilon: float")
    .Attr("training: bool")
    .Output("dx: float")
    .Output("dgamma: float")
    .Output("dbeta: float");

PixelBlocks pixelBlocks(const Tensor& x) {
  const int channels = dim(x, x.dims() - 1);
  return {x.NumElements() / channels, channels};
}

bool hasChannels(const Tensor& x) {
  return x.dims() > 0 && x.NumElements() > 0;
}

void store(const std::vector<double>& from, float* to) {
  for (size_t c = 0; c < from.size(); c++) to[c] = static_cast<float>(from[c]);
}

void add(std::vector<double>& sum, const std::vector<double>& more) {
  for (size_t c = 0; c < sum.size(); c++) sum[c] += more[c];
}

class BiasGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor& dy = context->input(0);
    MLE_REQUIRE(hasChannels(dy), "no channels in ", dy.shape().DebugString());
    const PixelBlocks blocks = pixelBlocks(dy);
    std::vector<std::vector<double>> sums(blocks.count());
    float* dBias = output(context, 0, {blocks.channels});
    if (!context->status().ok()) return;
    forEachBlock(
        context, blocks.count(), dy.NumElements(), [&](long block, int) {
          sums[block] =
              sumOf(blocks, block, numbers(dy) + blocks.firstNumber(block));
        });
    for (size_t i = 1; i < sums.size(); i++) add(sums[0], sums[i]);
    store(sums[0], dBias);
  }
};

class BatchStatistics : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    MLE_REQUIRE(hasChannels(x), "no channels in ", x.shape().DebugString());
    const PixelBlocks blocks = pixelBlocks(x);
    std::vector<Moments> moments(blocks.count());
    float* mean = output(context, 0, {blocks.channels});
    float* variance = output(context, 1, {blocks.channels});
    if (!context->status().ok()) return;
    forEachBlock(
        context, blocks.count(), x.NumElements(), [&](long block, int) {
          moments[block] =
              momentsOf(blocks, block, numbers(x) + blocks.firstNumber(block));
        });
    Moments& all = moments[0];
    double pixels = blocks.pixelsOf(0);
    for (long block = 1; block < blocks.count(); block++) {
      addMoments(all, pixels, moments[block], blocks.pixelsOf(block));
      pixels += blocks.pixelsOf(block);
    }
    for (double& squares : all.squares) squares /= pixels;
    store(all.mean, mean);
    store(all.squares, variance);
  }
};

/** An op that normalises with given statistics. */
class BatchNormKernel : public OpKernel {
 public:
  explicit BatchNormKernel(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("epsilon", &epsilon_));
  }

 protected:
  /** 1/√(variance + ε) */
  double inverseDeviation(const Tensor& variance, int channel) const {
    return 1 / std::sqrt(static_cast<double>(numbers(variance)[channel]) +
                         epsilon_);
  }

  static bool fit(const Tensor& x, std::initializer_list<Tensor> perChannel) {
    return hasChannels(x) &&
           std::all_of(
               perChannel.begin(), perChannel.end(), [&](const Tensor& tensor) {
                 return tensor.NumElements() == x.dim_size(x.dims() - 1);
               });
  }

 private:
  float epsilon_;
};

class BatchNorm : public BatchNormKernel {
 public:
  using BatchNormKernel::BatchNormKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &gamma = context->input(1),
                 &beta = context->input(2), &mean = context->input(3),
                 &variance = context->input(4);
    MLE_REQUIRE(fit(x, {gamma, beta, mean, variance}), "cannot normalise ",
                x.shape().DebugString());
    const PixelBlocks blocks = pixelBlocks(x);
    std::vector<double> factor(blocks.channels), offset(blocks.channels);
    for (int c = 0; c < blocks.channels; c++) {
      factor[c] = numbers(gamma)[c] * inverseDeviation(variance, c);
      offset[c] = numbers(beta)[c] - numbers(mean)[c] * factor[c];
    }
    const auto factors = repeated(blocks, factor);
    const auto offsets = repeated(blocks, offset);
    float* y = output(context, 0, x.shape());
    if (!context->status().ok()) return;
    forEachBlock(context, blocks.count(), x.NumElements(),
                 [&](long block, int) {
                   const long first = blocks.firstNumber(block);
                   scaleBlock(blocks, block, numbers(x) + first, factors,
                              offsets, y + first);
                 });
  }
};

class BatchNormGradient : public BatchNormKernel {
 public:
  explicit BatchNormGradient(OpKernelConstruction* context)
      : BatchNormKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("training", &training_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &x = context->input(1),
                 &gamma = context->input(2), &mean = context->input(3),
                 &variance = context->input(4);
    MLE_REQUIRE(fit(x, {gamma, mean, variance}) && x.shape() == dy.shape(),
                "cannot normalise ", x.shape().DebugString());
    const PixelBlocks blocks = pixelBlocks(x);
    const int channels = blocks.channels;
    const std::vector<double> meanValues(numbers(mean),
                                         numbers(mean) + channels);
    const auto means = repeated(blocks, meanValues);
    float* dx = output(context, 0, x.shape());
    float* dGamma = output(context, 1, {channels});
    float* dBeta = output(context, 2, {channels});
    if (!context->status().ok()) return;

    std::vector<GradientSums> sums(blocks.count());
    forEachBlock(
        context, blocks.count(), x.NumElements(), [&](long block, int) {
          const long first = blocks.firstNumber(block);
          sums[block] = gradientSumsOf(blocks, block, numbers(dy) + first,
                                       numbers(x) + first, means);
        });
    for (size_t i = 1; i < sums.size(); i++) {
      add(sums[0].dy, sums[i].dy);
      add(sums[0].dyDeviation, sums[i].dyDeviation);
    }

    // With s = 1/√(variance + ε) and averages ⟨…⟩ over the pixels:
    // dx = γ·s·(dy − ⟨dy⟩ − (x − mean)·s²·⟨dy·(x − mean)⟩), where the averages
    // are what the statistics add if they are the batch's own.
    std::vector<double> factor(channels), slope(channels), offset(channels);
    for (int c = 0; c < channels; c++) {
      const double s = inverseDeviation(variance, c);
      dGamma[c] = static_cast<float>(sums[0].dyDeviation[c] * s);
      dBeta[c] = static_cast<float>(sums[0].dy[c]);
      factor[c] = numbers(gamma)[c] * s;
      if (!training_) continue;
      slope[c] = -factor[c] * s * s * sums[0].dyDeviation[c] / blocks.pixels;
      offset[c] = -factor[c] * sums[0].dy[c] / blocks.pixels;
    }
    const auto factors = repeated(blocks, factor);
    const auto slopes = repeated(blocks, slope);
    const auto offsets = repeated(blocks, offset);
    forEachBlock(
        context, blocks.count(), x.NumElements(), [&](long block, int) {
          const long first = blocks.firstNumber(block);
          gradientBlock(blocks, block, numbers(dy) + first, numbers(x) + first,
                        means, factors, slopes, offsets, dx + first);
        });
  }

 private:
  bool training_;
};

// ---------------------------------------------------------------------------
// The mean squared error

REGISTER_OP("MleMseLoss")
    .Input("x: float")
    .Input("target: float")
    .Output("loss: float");

REGISTER_OP("MleMseLossGradient")
    .Input("dloss: float")
    .Input("x: float")
    .Input("target: float")
    .Output("dx: float");

class MseLoss : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &target = context->input(1);
    MLE_REQUIRE(x.NumElements() == target.NumElements(), "no loss between ",
                x.shape().DebugString(), " and ", target.shape().DebugString());
    const long count = x.NumElements();
    std::vector<double> sums(blocksOf(count));
    float* loss = output(context, 0, {});
    if (!context->status().ok()) return;
    forEachBlock(context, blocksOf(count), count, [&](long block, int) {
      const long first = block * kBlock;
      sums[block] = squaredDistance(numbers(x) + first, numbers(target) + first,
                                    endOf(block, count) - first);
    });
    *loss = static_cast<float>(std::accumulate(sums.begin(), sums.end(), 0.0) /
                               count);
  }
};

class MseLossGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &dLoss = context->input(0), &x = context->input(1),
                 &target = context->input(2);
    MLE_REQUIRE(
        x.NumElements() == target.NumElements() && dLoss.NumElements() == 1,
        "no loss between ", x.shape().DebugString(), " and ",
        target.shape().DebugString());
    const long count = x.NumElements();
    const float factor = 2.0f / count * *numbers(dLoss);
    float* dx = output(context, 0, x.shape());
    if (!context->status().ok()) return;
    forEachBlock(context, blocksOf(count), count, [&](long block, int) {
      const long first = block * kBlock;
      scaledDifference(numbers(x) + first, numbers(target) + first, factor,
                       endOf(block, count) - first, dx + first);
    });
  }
};

// ---------------------------------------------------------------------------
// Adam

REGISTER_OP("MleAdam")
    .Input("parameters: N * resource")
    .Input("means: N * resource")
    .Input("squares: N * resource")
    .Input("gradients: N * float")
    // 1 − β₁, β₂, 1 − β₂, the root of 1 − β₂ᵗ, ε, the learning rate / (1 − β₁ᵗ)
    .Input("factors: float")
    .Attr("N: int >= 1")
    .Output("values: N * float")
    .SetIsStateful();

class Adam : public OpKernel {
 public:
  explicit Adam(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("N", &count_));
  }

  void Compute(OpKernelContext* context) override {
    using tensorflow::Var;
    using tensorflow::core::RefCountPtr;
    const Tensor& given = context->input(4 * count_);
    MLE_REQUIRE(given.NumElements() == 6, "expected 6 factors");
    const float* f = numbers(given);
    const AdamFactors factors{f[0], f[1], f[2], f[3], f[4], f[5]};

    std::vector<RefCountPtr<Var>> variables(3 * count_);
    for (int i = 0; i < 3 * count_; i++) {
      OP_REQUIRES_OK(
          context,
          LookupResource(context, HandleFromInput(context, i), &variables[i]));
      OP_REQUIRES_OK(context, makeWritable(context, *variables[i]));
    }
    std::vector<AdamState> states(count_);
    std::vector<long> sizes(count_), firstBlocks(count_ + 1);
    for (int i = 0; i < count_; i++) {
      Tensor* tensors[3];
      for (int k = 0; k < 3; k++) {
        tensors[k] = variables[k * count_ + i]->tensor();
      }
      const Tensor& gradient = context->input(3 * count_ + i);
      for (const Tensor* tensor : tensors) {
        MLE_REQUIRE(tensor->shape() == gradient.shape(), "a gradient ",
                    gradient.shape().DebugString(), " for ",
                    tensor->shape().DebugString());
      }
      states[i] = {numbers(*tensors[0]), numbers(*tensors[1]),
                   numbers(*tensors[2]), numbers(gradient)};
      sizes[i] = gradient.NumElements();
      firstBlocks[i + 1] = firstBlocks[i] + blocksOf(sizes[i]);
    }
    forEachBlock(
        context, firstBlocks.back(), firstBlocks.back() * kBlock,
        [&](long block, int) {
          const int i = static_cast<int>(
              std::upper_bound(firstBlocks.begin(), firstBlocks.end(), block) -
              firstBlocks.begin() - 1);
          const long own = block - firstBlocks[i];
          adamStep(states[i], factors, own * kBlock, endOf(own, sizes[i]));
        });
    for (int i = 0; i < count_; i++) {
      context->set_output(i, *variables[i]->tensor());
    }
  }

 private:
  /** Gives a variable memory of its own if somebody still reads its value. */
  static absl::Status makeWritable(OpKernelContext* context,
                                   tensorflow::Var& variable) {
    Tensor& value = *variable.tensor();
    if (value.RefCountIsOne()) return absl::OkStatus();
    Tensor copy;
    const auto status = context->allocate_temp(DT_FLOAT, value.shape(), &copy);
    if (!status.ok()) return status;
    std::copy_n(numbers(value), value.NumElements(), numbers(copy));
    value = copy;
    return absl::OkStatus();
  }

  int count_;
};

#define MLE_REGISTER(name, kernel) \
  REGISTER_KERNEL_BUILDER(Name(name).Device(tensorflow::DEVICE_CPU), kernel)

MLE_REGISTER("MleWinogradConv2D", WinogradConv2D);
MLE_REGISTER("MleWinogradConv2DInputGradient", WinogradConv2DInputGradient);
MLE_REGISTER("MleWinogradConv2DFilterGradient", WinogradConv2DFilterGradient);
MLE_REGISTER("MleConv2D", Conv2D);
MLE_REGISTER("MleConv2DFilterGradient", Conv2DFilterGradient);
MLE_REGISTER("MleConvTranspose2D", ConvTranspose2D);
MLE_REGISTER("MleBiasGradient", BiasGradient);
MLE_REGISTER("MleBatchStatistics", BatchStatistics);
MLE_REGISTER("MleBatchNorm", BatchNorm);
MLE_REGISTER("MleBatchNormGradient", BatchNormGradient);
MLE_REGISTER("MleMseLoss", MseLoss);
MLE_REGISTER("MleMseLossGradient", MseLossGradient);
MLE_REGISTER("MleAdam", Adam);

}  // namespace
}  // namespace mle
