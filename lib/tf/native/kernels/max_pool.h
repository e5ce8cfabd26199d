// Max pooling without padding. As in PyTorch, NaN counts as greater than any
// number.
#pragma once

#include <cstdint>

#include "instructions.h"

namespace mle {

/** The largest edge of a window: a place is less than kNotPositive. */
constexpr int kMaxPoolKernel = 11;

/** Marks the place of a maximum that is at most 0. */
constexpr int kNotPositive = 0x80;

/**
 * Square windows over [height, width, channels], which give [outHeight,
 * outWidth, channels].
 */
struct PoolShape {
  int height = 0, width = 0, channels = 0;
  int kernel = 1, stride = 1;

  int outHeight() const { return (height - kernel) / stride + 1; }
  int outWidth() const { return (width - kernel) / stride + 1; }
  long inSize() const { return static_cast<long>(height) * width * channels; }
  long outSize() const {
    return static_cast<long>(outHeight()) * outWidth() * channels;
  }
};

inline namespace MLE_INSTRUCTIONS {

/**
 * Pools one picture.
 *
 * @param rectify Whether maxima below 0 are to be 0.
 * @param places The index of each maximum in its window, in row-major order; of
 * the first one if several are equal. Those of maxima ≤ 0 are marked.
 */
void maxPool(const PoolShape& s, bool rectify, const float* x, float* y,
             uint8_t* places);

/**
 * The gradient with respect to one picture.
 *
 * @param isRectified Whether it is to be 0 where x ≤ 0, as before a rectifier.
 */
void maxPoolGradient(const PoolShape& s, bool isRectified, const float* dy,
                     const uint8_t* places, float* dx);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
