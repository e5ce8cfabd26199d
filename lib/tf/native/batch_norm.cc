#include "batch_norm.h"

namespace mle {

namespace {

/** The sum of each channel's numbers in a row. */
std::vector<double> foldRow(const PixelBlocks& blocks,
                            const std::vector<float>& row) {
  std::vector<double> sums(blocks.channels);
  for (int j = 0; j < blocks.width(); j++) sums[j % blocks.channels] += row[j];
  return sums;
}

/** Calls `work(start, length)` for each row of a block. */
template <typename Work>
void forEachRow(const PixelBlocks& blocks, long block, const Work& work) {
  const long numbers = blocks.numbersOf(block);
  for (long start = 0; start < numbers; start += blocks.width()) {
    work(start,
         static_cast<int>(std::min<long>(blocks.width(), numbers - start)));
  }
}

}  // namespace

std::vector<float> repeated(const PixelBlocks& blocks,
                            const std::vector<double>& perChannel) {
  std::vector<float> row(blocks.width());
  for (int j = 0; j < blocks.width(); j++) {
    row[j] = static_cast<float>(perChannel[j % blocks.channels]);
  }
  return row;
}

std::vector<double> sumOf(const PixelBlocks& blocks, long block,
                          const float* x) {
  std::vector<float> sums(blocks.width());
  forEachRow(blocks, block, [&](long start, int length) {
    const float* row = x + start;
    for (int j = 0; j < length; j++) sums[j] += row[j];
  });
  return foldRow(blocks, sums);
}

Moments momentsOf(const PixelBlocks& blocks, long block, const float* x) {
  Moments moments{sumOf(blocks, block, x), {}};
  for (double& mean : moments.mean) mean /= blocks.pixelsOf(block);
  const std::vector<float> mean = repeated(blocks, moments.mean);
  std::vector<float> squares(blocks.width());
  forEachRow(blocks, block, [&](long start, int length) {
    const float* row = x + start;
    for (int j = 0; j < length; j++) {
      const float deviation = row[j] - mean[j];
      squares[j] += deviation * deviation;
    }
  });
  moments.squares = foldRow(blocks, squares);
  return moments;
}

void addMoments(Moments& sum, double total, const Moments& more, double count) {
  for (size_t c = 0; c < sum.mean.size(); c++) {
    const double difference = more.mean[c] - sum.mean[c];
    sum.mean[c] += difference * count / (total + count);
    sum.squares[c] += more.squares[c] +
                      difference * difference * total * count / (total + count);
  }
}

void scaleBlock(const PixelBlocks& blocks, long block, const float* x,
                const std::vector<float>& factor,
                const std::vector<float>& offset, float* y) {
  forEachRow(blocks, block, [&](long start, int length) {
    const float* in = x + start;
    float* out = y + start;
    for (int j = 0; j < length; j++) out[j] = in[j] * factor[j] + offset[j];
  });
}

GradientSums gradientSumsOf(const PixelBlocks& blocks, long block,
                            const float* dy, const float* x,
                            const std::vector<float>& mean) {
  std::vector<float> sums(blocks.width()), products(blocks.width());
  forEachRow(blocks, block, [&](long start, int length) {
    const float *dyRow = dy + start, *xRow = x + start;
    for (int j = 0; j < length; j++) {
      sums[j] += dyRow[j];
      products[j] += dyRow[j] * (xRow[j] - mean[j]);
    }
  });
  return {foldRow(blocks, sums), foldRow(blocks, products)};
}

void gradientBlock(const PixelBlocks& blocks, long block, const float* dy,
                   const float* x, const std::vector<float>& mean,
                   const std::vector<float>& factor,
                   const std::vector<float>& slope,
                   const std::vector<float>& offset, float* dx) {
  forEachRow(blocks, block, [&](long start, int length) {
    const float *dyRow = dy + start, *xRow = x + start;
    float* out = dx + start;
    for (int j = 0; j < length; j++) {
      out[j] =
          factor[j] * dyRow[j] + slope[j] * (xRow[j] - mean[j]) + offset[j];
    }
  });
}

}  // namespace mle
