#include "conv_algorithms.h"

namespace mle {
namespace {

// Sums over the batch have a fixed number of parts, so that the result does not
// depend on the number of threads.
constexpr int kParts = 8;

/**
 * Pictures, or blocks of them, that a thread takes one after another, so that
 * it needs next what a kernel has fetched for it.
 */
constexpr int kRun = 4;

/** Calls `work(first, end, thread)` for runs of `count` elements. */
template <typename Work>
void forEachKernelRun(OpKernelContext* context, int count, const Work& work) {
  forEachBlock(context, (count + kRun - 1) / kRun, [&](long run, int thread) {
    const int first = static_cast<int>(run) * kRun;
    work(first, std::min(first + kRun, count), thread);
  });
}

/** The elements [first, end) of a part. */
struct Share {
  int first, end;
  Share(int count, int part)
      : first(static_cast<int>(static_cast<long>(count) * part / kParts)),
        end(static_cast<int>(static_cast<long>(count) * (part + 1) / kParts)) {}
};

/**
 * Sums over the batch, part by part.
 *
 * @param count The number of pictures, or of blocks.
 * @param sums Memory for kParts sums of `size` numbers.
 * @param add Adds elements of the batch to a sum; called with the share of
 * them, the thread and the sum.
 * @returns The sum of all parts, in the first of `sums`.
 */
template <typename Add>
void sumBatch(OpKernelContext* context, int count, long size, float* sums,
              const Add& add) {
  forEachBlock(context, kParts, [&](long part, int thread) {
    float* sum = sums + part * size;
    std::fill_n(sum, size, 0.0f);
    add(Share(count, static_cast<int>(part)), thread, sum);
  });
  forEachRun(context, size, [&](long first, long length) {
    for (int part = 1; part < kParts; part++) {
      kernels().addNumbers(sums + part * size + first, length, sums + first);
    }
  });
}

WinogradShape winogradShape(const ConvShape& s, int batch) {
  return {batch, s.height, s.width, s.in, s.out};
}

}  // namespace

void convolveByWinograd(OpKernelContext* context, const ConvShape& s,
                        const ConvInputs& inputs, float* y) {
  const WinogradShape shape = winogradShape(s, inputs.batch);
  const long size = shape.scratchSize();
  MLE_SCRATCH(transformed, shape.transformedSize());
  MLE_SCRATCH(scratch, size * threadCount(context));
  kernels().transformFilters(shape, inputs.filter, transformed.data);
  forEachKernelRun(context, shape.blocks(),
                   [&](int first, int end, int thread) {
                     for (int block = first; block < end; block++) {
                       kernels().winogradBlock(shape, block, inputs.pictures,
                                               transformed.data, inputs.bias,
                                               scratch.data + thread * size, y);
                     }
                   });
}

void convolveByFewChannels(OpKernelContext* context, const ConvShape& s,
                           const ConvInputs& inputs, float* y) {
  const long size = laidOutSize(s);
  MLE_SCRATCH(laidOut, size * threadCount(context));
  std::fill_n(laidOut.data, size * threadCount(context), 0.0f);
  forEachKernelRun(context, inputs.batch, [&](int first, int end, int thread) {
    kernels().convolveFewChannels(
        s, end - first, inputs.pictures + first * s.inSize(), inputs.filter,
        inputs.bias, laidOut.data + thread * size, y + first * s.outSize());
  });
}

void convolveDirectly(OpKernelContext* context, const ConvShape& s,
                      const ConvInputs& inputs, float* y) {
  const long size = s.paddedSize();
  MLE_SCRATCH(padded, size * threadCount(context));
  forEachBlock(context, inputs.batch, [&](long i, int thread) {
    kernels().convolve(s, inputs.pictures + i * s.inSize(), inputs.filter,
                       inputs.bias, padded.data + thread * size,
                       y + i * s.outSize());
  });
}

void convolveBackDirectly(OpKernelContext* context, const ConvShape& s,
                          const ConvInputs& inputs, float* dx) {
  const long size = s.paddedSize() + s.outPixels() * spreadColumns(s);
  MLE_SCRATCH(transposed, static_cast<long>(s.out) * spreadColumns(s));
  MLE_SCRATCH(scratch, size * threadCount(context));
  kernels().transposeFilter(s, inputs.filter, transposed.data);
  forEachBlock(context, inputs.batch, [&](long i, int thread) {
    float* padded = scratch.data + thread * size;
    kernels().convolveTransposed(s, inputs.pictures + i * s.outSize(),
                                 transposed.data, inputs.bias, padded,
                                 padded + s.paddedSize(), dx + i * s.inSize());
  });
}

void filterGradientByWinograd(OpKernelContext* context, const ConvShape& s,
                              const ConvGradients& g) {
  const WinogradShape shape = winogradShape(s, g.batch);
  const long sumSize = shape.transformedSize() + s.out;
  MLE_SCRATCH(sums, sumSize * kParts);
  MLE_SCRATCH(scratch, shape.scratchSize() * threadCount(context));
  sumBatch(context, shape.blocks(), sumSize, sums.data,
           [&](const Share& blocks, int thread, float* sum) {
             for (int block = blocks.first; block < blocks.end; block++) {
               kernels().winogradGradientBlock(
                   shape, block, g.x, g.dy,
                   scratch.data + thread * shape.scratchSize(), sum,
                   sum + shape.transformedSize());
             }
           });
  kernels().filterGradient(shape, sums.data, g.dFilter);
  std::copy_n(sums.data + shape.transformedSize(), s.out, g.dBias);
}

void filterGradientByFewChannels(OpKernelContext* context, const ConvShape& s,
                                 const ConvGradients& g) {
  const long sumSize = fewChannelsGradientSize(s);
  const long size = laidOutSize(s);
  MLE_SCRATCH(sums, sumSize * kParts);
  MLE_SCRATCH(laidOut, size * threadCount(context));
  std::fill_n(laidOut.data, size * threadCount(context), 0.0f);
  sumBatch(context, g.batch, sumSize, sums.data,
           [&](const Share& pictures, int thread, float* sum) {
             kernels().addFewChannelsGradient(
                 s, pictures.end - pictures.first,
                 g.x + pictures.first * s.inSize(),
                 g.dy + pictures.first * s.outSize(),
                 laidOut.data + thread * size, sum);
           });
  kernels().foldFewChannelsGradient(s, sums.data, g.dFilter, g.dBias);
}

void filterGradientDirectly(OpKernelContext* context, const ConvShape& s,
                            const ConvGradients& g) {
  const long sumSize = s.filterSize() + s.out;
  const long size = s.paddedSize();
  MLE_SCRATCH(sums, sumSize * kParts);
  MLE_SCRATCH(padded, size * threadCount(context));
  sumBatch(context, g.batch, sumSize, sums.data,
           [&](const Share& pictures, int thread, float* sum) {
             for (int i = pictures.first; i < pictures.end; i++) {
               kernels().addFilterGradient(
                   s, g.x + i * s.inSize(), g.dy + i * s.outSize(),
                   padded.data + thread * size, sum, sum + s.filterSize());
             }
           });
  std::copy_n(sums.data, s.filterSize(), g.dFilter);
  std::copy_n(sums.data + s.filterSize(), s.out, g.dBias);
}

}  // namespace mle
