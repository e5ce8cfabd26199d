#include "batch_norm.h"

#include "assume.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

/** Sums the values of each channel in a row. */
std::vector<double> foldRow(const PixelBlocks& blocks,
                            const std::vector<float>& row) {
  std::vector<double> sums(blocks.channels);
  for (int j = 0; j < blocks.width(); j++) sums[j % blocks.channels] += row[j];
  return sums;
}

/** Calls `work(start, length)` for each row of a block. */
template <typename Work>
void forEachRow(const PixelBlocks& blocks, long block, const Work& work) {
  MLE_ASSUME(blocks.channels > 0 && 0 <= block && block < blocks.count());
  const long numbers = blocks.numbersOf(block);
  for (long start = 0; start < numbers; start += blocks.width()) {
    work(start,
         static_cast<int>(std::min<long>(blocks.width(), numbers - start)));
  }
}

bool isRow(const PixelBlocks& blocks, const std::vector<float>& row) {
  return row.size() == static_cast<size_t>(blocks.width());
}

}  // namespace

std::vector<float> repeated(const PixelBlocks& blocks,
                            const std::vector<double>& perChannel) {
  MLE_ASSUME(perChannel.size() == static_cast<size_t>(blocks.channels));
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
  Moments moments;
  moments.count = static_cast<double>(blocks.pixelsOf(block));
  moments.mean = sumOf(blocks, block, x);
  for (double& mean : moments.mean) mean /= moments.count;
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

void addMoments(Moments& sum, const Moments& more) {
  MLE_ASSUME(sum.mean.size() == more.mean.size());
  const double count = sum.count + more.count;
  for (size_t c = 0; c < sum.mean.size(); c++) {
    const double difference = more.mean[c] - sum.mean[c];
    sum.mean[c] += difference * more.count / count;
    sum.squares[c] += more.squares[c] +
                      difference * difference * sum.count * more.count / count;
  }
  sum.count = count;
}

void scaleBlock(const PixelBlocks& blocks, long block, const float* x,
                const ChannelScale& scale, float* y) {
  MLE_ASSUME(isRow(blocks, scale.factor) && isRow(blocks, scale.offset));
  const float *factor = scale.factor.data(), *offset = scale.offset.data();
  forEachRow(blocks, block, [&](long start, int length) {
    const float* in = x + start;
    float* out = y + start;
    for (int j = 0; j < length; j++) out[j] = in[j] * factor[j] + offset[j];
  });
}

GradientSums gradientSumsOf(const PixelBlocks& blocks, long block,
                            const float* dy, const float* x,
                            const std::vector<float>& mean) {
  MLE_ASSUME(isRow(blocks, mean));
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
                   const float* x, const ChannelGradient& gradient, float* dx) {
  MLE_ASSUME(isRow(blocks, gradient.mean) && isRow(blocks, gradient.factor) &&
             isRow(blocks, gradient.slope) && isRow(blocks, gradient.offset));
  const float *mean = gradient.mean.data(), *factor = gradient.factor.data(),
              *slope = gradient.slope.data(), *offset = gradient.offset.data();
  forEachRow(blocks, block, [&](long start, int length) {
    const float *dyRow = dy + start, *xRow = x + start;
    float* out = dx + start;
    for (int j = 0; j < length; j++) {
      out[j] =
          factor[j] * dyRow[j] + slope[j] * (xRow[j] - mean[j]) + offset[j];
    }
  });
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
