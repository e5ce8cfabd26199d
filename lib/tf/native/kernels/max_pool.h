// The maximum over windows, without padding. NaN is greater than any number, as
// in PyTorch.
#pragma once

#include <cstdint>

#include "instructions.h"

namespace mle {

/** A window has at most so many places along an edge: they fit in a byte. */
constexpr int kMaxPoolKernel = 16;

/**
 * Square windows over pictures [height, width, channels], which give pictures
 * [outHeight, outWidth, channels].
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
 * @param places Where in its window each maximum stood, row by row, the first
 * if there are several.
 */
void maxPool(const PoolShape& s, const float* x, float* y, uint8_t* places);

/** The gradient with respect to one picture, from that of its maxima. */
void maxPoolGradient(const PoolShape& s, const float* dy, const uint8_t* places,
                     float* dx);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
