// Batch normalisation over [pixels, channels], for any number of channels.
//
// The compiler makes vectors of loops over numbers that lie side by side. With
// few channels a pixel is too short for that, so kRepeats pixels at a time are
// taken as one long row, and what belongs to a channel, its mean or its sum, is
// repeated as often.
#pragma once

#include <algorithm>
#include <vector>

#include "instructions.h"

namespace mle {

constexpr int kRepeats = 64;

/** As many numbers as one thread works on at a time. */
constexpr long kPixelBlockNumbers = 1 << 16;

/** How [pixels, channels] is cut into blocks of whole pixels. */
struct PixelBlocks {
  long pixels = 0;
  int channels = 1;

  long blockPixels() const {
    return std::max(1l, kPixelBlockNumbers / channels);
  }
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

/** How many numbers there are, their mean and Σ (x − mean)², by channel. */
struct Moments {
  double count = 0;
  std::vector<double> mean, squares;
};

/** factor · x + offset, both by channel and repeated over a row. */
struct ChannelScale {
  std::vector<float> factor, offset;
};

/** Σ dy and Σ dy·(x − mean), by channel. */
struct GradientSums {
  std::vector<double> dy, dyDeviation;
};

/** factor · dy + slope · (x − mean) + offset, all repeated over a row. */
struct ChannelGradient {
  std::vector<float> mean, factor, slope, offset;
};

inline namespace MLE_INSTRUCTIONS {

/** One number per channel, repeated over a row. */
std::vector<float> repeated(const PixelBlocks& blocks,
                            const std::vector<double>& perChannel);

/** The sums over a block's pixels, by channel. */
std::vector<double> sumOf(const PixelBlocks& blocks, long block,
                          const float* x);

/** The moments of a block's pixels. */
Moments momentsOf(const PixelBlocks& blocks, long block, const float* x);

/** The moments of all numbers from those of two parts. */
void addMoments(Moments& sum, const Moments& more);

/** y = scale(x) for a block's pixels. */
void scaleBlock(const PixelBlocks& blocks, long block, const float* x,
                const ChannelScale& scale, float* y);

/** The sums over a block's pixels; `mean` is repeated over a row. */
GradientSums gradientSumsOf(const PixelBlocks& blocks, long block,
                            const float* dy, const float* x,
                            const std::vector<float>& mean);

/** dx = gradient(dy, x) for a block's pixels. */
void gradientBlock(const PixelBlocks& blocks, long block, const float* dy,
                   const float* x, const ChannelGradient& gradient, float* dx);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
