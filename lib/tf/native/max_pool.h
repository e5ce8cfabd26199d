// The maximum over windows, without padding.
#pragma once

#include <cstdint>

namespace mle {

/** From pictures [height, width, channels] to [outHeight, outWidth, channels].
 */
struct PoolShape {
  int height, width, channels;
  int kernel, stride;

  int outHeight() const { return (height - kernel) / stride + 1; }
  int outWidth() const { return (width - kernel) / stride + 1; }
  long inSize() const { return static_cast<long>(height) * width * channels; }
  long outSize() const {
    return static_cast<long>(outHeight()) * outWidth() * channels;
  }
};

/**
 * Pools one picture.
 *
 * @param places Where in its window each maximum stood, row by row, the first
 * if there are several; a window has at most 256 places.
 */
void maxPool(const PoolShape& s, const float* x, float* y, uint8_t* places);

/** The gradient by one picture, from the gradient by its maxima. */
void maxPoolGradient(const PoolShape& s, const float* dy, const uint8_t* places,
                     float* dx);

}  // namespace mle
