#include "conv_algorithms.h"

namespace mle {
namespace {

// Sums over the batch have a fixed number of parts, so that the result does not
// depend on the number of threads.
constexpr int kParts = 8;

/** The elements [first, end) of a part. */
struct Share {
  int first, end;
  Share(int count, int part)
      : first(static_cast<int>(static_cast<long>(count) * part / kParts)),
        end(static_cast<int>(static_cast<long>(count) * (part + 1) / kParts)) {}
};

/** The sizes of a sum over the batch. */
struct BatchSum {
  int count = 0;     // of pictures, or of blocks
  long numbers = 0;  // that are read in all
  long size = 0;     // of the sum
};

/**
 * Sums over the batch, part by part.
 *
 * @param sums Memory for kParts sums.
 * @param add Adds an element of the batch to a sum; called with the element,
 * the thread and the sum.
 * @returns The sum of all parts, in the first of `sums`.
 */
template <typename Add>
void sumBatch(OpKernelContext* context, const BatchSum& batch, float* sums,
              const Add& add) {
  const long size = batch.size;
  forEachBlock(context, kParts, batch.numbers, [&](long part, int thread) {
    float* sum = sums + part * size;
    std::fill_n(sum, size, 0.0f);
    const Share share(batch.count, static_cast<int>(part));
    for (int i = share.first; i < share.end; i++) add(i, thread, sum);
  });
  forEachBlock(context, blocksOf(size), kParts * size, [&](long block, int) {
    for (int part = 1; part < kParts; part++) {
      kernels().addNumbers(sums + part * size, block * kBlock,
                           endOf(block, size), sums);
    }
  });
}

WinogradShape winogradShape(const ConvShape& s, int batch) {
  WinogradShape shape;
  shape.batch = batch;
  shape.height = s.height;
  shape.width = s.width;
  shape.in = s.in;
  shape.out = s.out;
  return shape;
}

}  // namespace

void convolveByWinograd(OpKernelContext* context, const ConvShape& s,
                        const ConvInputs& inputs, float* y) {
  const WinogradShape shape = winogradShape(s, inputs.batch);
  const long size = shape.scratchSize();
  const Scratch transformed(context, shape.transformedSize());
  const Scratch scratch(context, size * threadCount(context));
  if (!context->status().ok()) return;
  kernels().transformFilters(shape, inputs.filter, transformed.data);
  forEachBlock(context, shape.blocks(),
               static_cast<long>(shape.tiles()) * kTile * kTile * s.in,
               [&](long block, int thread) {
                 kernels().winogradBlock(shape, static_cast<int>(block),
                                         inputs.pictures, transformed.data,
                                         inputs.bias,
                                         scratch.data + thread * size, y);
               });
}

void convolveByFewChannels(OpKernelContext* context, const ConvShape& s,
                           const ConvInputs& inputs, float* y) {
  const long size = laidOutSize(s);
  const Scratch laidOut(context, size * threadCount(context));
  if (!context->status().ok()) return;
  std::fill_n(laidOut.data, size * threadCount(context), 0.0f);
  forEachBlock(context, inputs.batch, inputs.batch * s.outSize(),
               [&](long i, int thread) {
                 kernels().convolveFewChannels(
                     s, inputs.pictures + i * s.inSize(), inputs.filter,
                     inputs.bias, laidOut.data + thread * size,
                     y + i * s.outSize());
               });
}

void convolveDirectly(OpKernelContext* context, const ConvShape& s,
                      const ConvInputs& inputs, float* y) {
  const long size = s.paddedSize();
  const Scratch padded(context, size * threadCount(context));
  if (!context->status().ok()) return;
  forEachBlock(context, inputs.batch, inputs.batch * s.outSize(),
               [&](long i, int thread) {
                 kernels().convolve(s, inputs.pictures + i * s.inSize(),
                                    inputs.filter, inputs.bias,
                                    padded.data + thread * size,
                                    y + i * s.outSize());
               });
}

void convolveBackDirectly(OpKernelContext* context, const ConvShape& s,
                          const ConvInputs& inputs, float* dx) {
  const long size = s.paddedSize() + s.outPixels() * spreadColumns(s);
  const Scratch transposed(context,
                           static_cast<long>(s.out) * spreadColumns(s));
  const Scratch scratch(context, size * threadCount(context));
  if (!context->status().ok()) return;
  kernels().transposeFilter(s, inputs.filter, transposed.data);
  forEachBlock(context, inputs.batch, inputs.batch * s.inSize(),
               [&](long i, int thread) {
                 float* padded = scratch.data + thread * size;
                 kernels().convolveTransposed(
                     s, inputs.pictures + i * s.outSize(), transposed.data,
                     inputs.bias, padded, padded + s.paddedSize(),
                     dx + i * s.inSize());
               });
}

void filterGradientByWinograd(OpKernelContext* context, const ConvShape& s,
                              const ConvGradients& g) {
  const WinogradShape shape = winogradShape(s, g.batch);
  BatchSum batch;
  batch.count = shape.blocks();
  batch.numbers = g.batch * s.outSize();
  batch.size = shape.transformedSize() + s.out;
  const Scratch sums(context, batch.size * kParts);
  const Scratch scratch(context, shape.scratchSize() * threadCount(context));
  if (!context->status().ok()) return;
  sumBatch(context, batch, sums.data, [&](int block, int thread, float* sum) {
    kernels().winogradGradientBlock(shape, block, g.x, g.dy,
                                    scratch.data + thread * shape.scratchSize(),
                                    sum, sum + shape.transformedSize());
  });
  kernels().filterGradient(shape, sums.data, g.dFilter);
  std::copy_n(sums.data + shape.transformedSize(), s.out, g.dBias);
}

void filterGradientByFewChannels(OpKernelContext* context, const ConvShape& s,
                                 const ConvGradients& g) {
  BatchSum batch;
  batch.count = g.batch;
  batch.numbers = g.batch * s.outSize();
  batch.size = fewChannelsGradientSize(s);
  const long size = laidOutSize(s);
  const Scratch sums(context, batch.size * kParts);
  const Scratch laidOut(context, size * threadCount(context));
  if (!context->status().ok()) return;
  std::fill_n(laidOut.data, size * threadCount(context), 0.0f);
  sumBatch(context, batch, sums.data, [&](int i, int thread, float* sum) {
    kernels().addFewChannelsGradient(s, g.x + i * s.inSize(),
                                     g.dy + i * s.outSize(),
                                     laidOut.data + thread * size, sum);
  });
  kernels().foldFewChannelsGradient(s, sums.data, g.dFilter, g.dBias);
}

void filterGradientDirectly(OpKernelContext* context, const ConvShape& s,
                            const ConvGradients& g) {
  BatchSum batch;
  batch.count = g.batch;
  batch.numbers = g.batch * s.outSize();
  batch.size = s.filterSize() + s.out;
  const long size = s.paddedSize();
  const Scratch sums(context, batch.size * kParts);
  const Scratch padded(context, size * threadCount(context));
  if (!context->status().ok()) return;
  sumBatch(context, batch, sums.data, [&](int i, int thread, float* sum) {
    kernels().addFilterGradient(s, g.x + i * s.inSize(), g.dy + i * s.outSize(),
                                padded.data + thread * size, sum,
                                sum + s.filterSize());
  });
  std::copy_n(sums.data, s.filterSize(), g.dFilter);
  std::copy_n(sums.data + s.filterSize(), s.out, g.dBias);
}

}  // namespace mle
