// Batch normalisation over [pixels, channels], for any number of channels.
//
// The compiler makes vectors of loops over numbers that lie side by side. With
// few channels a pixel is too short for that, so kRepeats pixels at a time are
// taken as one long row, and what belongs to a channel, its mean or its sum, is
// repeated as often.
#pragma once

#include <algorithm>
#include <vector>

namespace mle {

constexpr int kRepeats = 64;

/** As many numbers as are worked on by one thread at a time. */
constexpr long kBlockNumbers = 1 << 16;

/** How [pixels, channels] is cut into blocks of whole pixels. */
struct PixelBlocks {
  long pixels;
  int channels;

  long blockPixels() const { return std::max(1l, kBlockNumbers / channels); }
  long count() const { return (pixels + blockPixels() - 1) / blockPixels(); }
  long firstNumber(long block) const {
    return block * blockPixels() * channels;
  }
  long pixelsOf(long block) const {
    return std::min(blockPixels(), pixels - block * blockPixels());
  }
  long numbersOf(long block) const { return pixelsOf(block) * channels; }
  int width() const { return channels * kRepeats; }
};

/** One number per channel, repeated over a row. */
std::vector<float> repeated(const PixelBlocks& blocks,
                            const std::vector<double>& perChannel);

/** The sums over a block's pixels, per channel. */
std::vector<double> sumOf(const PixelBlocks& blocks, long block,
                          const float* x);

/** Mean of some numbers, and the sum of their squared deviations from it. */
struct Moments {
  std::vector<double> mean, squares;
};

/** The moments of a block's pixels, per channel. */
Moments momentsOf(const PixelBlocks& blocks, long block, const float* x);

/** Adds the moments of `count` more numbers to those of `total` ones. */
void addMoments(Moments& sum, double total, const Moments& more, double count);

/** y = factor · x + offset, factor and offset repeated over a row. */
void scaleBlock(const PixelBlocks& blocks, long block, const float* x,
                const std::vector<float>& factor,
                const std::vector<float>& offset, float* y);

/** Per channel Σ dy and Σ dy·(x − mean), over a block's pixels. */
struct GradientSums {
  std::vector<double> dy, dyDeviation;
};

/** The sums over a block's pixels. */
GradientSums gradientSumsOf(const PixelBlocks& blocks, long block,
                            const float* dy, const float* x,
                            const std::vector<float>& mean);

/** dx = factor · dy + slope · (x − mean) + offset, each repeated over a row. */
void gradientBlock(const PixelBlocks& blocks, long block, const float* dy,
                   const float* x, const std::vector<float>& mean,
                   const std::vector<float>& factor,
                   const std::vector<float>& slope,
                   const std::vector<float>& offset, float* dx);

}  // namespace mle
