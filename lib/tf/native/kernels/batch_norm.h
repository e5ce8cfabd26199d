// Batch normalisation over [pixels, channels], for any number of channels.
//
// The compiler vectorises loops over contiguous numbers. A pixel with few
// channels is too short for that, so kRepeats pixels are processed as one long
// row, in which each per-channel value (a mean, a sum) is repeated kRepeats
// times.
#pragma once

#include <algorithm>
#include <vector>

#include "instructions.h"

// ² tests/tf/native/constants_bench.ts, 2026-11-29, AMD EPYC (Zen 4), AVX2 and
// AVX-512.

namespace mle {

// Measured² for 4 and 8 channels: 128 takes up to 18 % more time, 256 7 to 68
// %; 16 takes 5 to 22 % less, which is 1 % of the classifier's step, but adds
// up four times as many float32 numbers in a row.
constexpr int kRepeats = 64;

/**
 * Numbers that a thread processes at a time. Measured² likewise: 2¹⁴ takes 18
 * to 42 % more time, 2¹⁷ and 2¹⁸ up to 12 % less, but leave fewer blocks to
 * share, and longer sums.
 */
constexpr long kPixelBlockNumbers = 1 << 16;

/** Divides [pixels, channels] into blocks of whole pixels. */
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

/** The number of pixels, and the mean and Σ (x − mean)² of each channel. */
struct Moments {
  double count = 0;
  std::vector<double> mean, squares;
};

/** factor · x + offset; one value per channel, repeated over a row. */
struct ChannelScale {
  std::vector<float> factor, offset;
};

/** Σ dy and Σ dy·(x − mean) of each channel. */
struct GradientSums {
  std::vector<double> dy, dyDeviation;
};

/** factor · dy + slope · (x − mean) + offset, all repeated over a row. */
struct ChannelGradient {
  std::vector<float> mean, factor, slope, offset;
};

inline namespace MLE_INSTRUCTIONS {

/** Repeats one value per channel over a row. */
std::vector<float> repeated(const PixelBlocks& blocks,
                            const std::vector<double>& perChannel);

/** The sum of each channel over a block's pixels. */
std::vector<double> sumOf(const PixelBlocks& blocks, long block,
                          const float* x);

/** The moments of a block's pixels. */
Moments momentsOf(const PixelBlocks& blocks, long block, const float* x);

/** Adds the moments of more pixels. */
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
