// The shapes of a two-dimensional convolution.
#pragma once

#include <algorithm>

namespace mle {

/**
 * A convolution of [height, width, in] with a filter [kernelHeight,
 * kernelWidth, in, out], which gives [outHeight, outWidth, out].
 */
struct ConvShape {
  int height = 0, width = 0, in = 0;
  int kernelHeight = 0, kernelWidth = 0;
  int outHeight = 0, outWidth = 0, out = 0;
  int stride = 1, padding = 0;

  /** The padded picture, as far as the kernel reaches. */
  int paddedHeight() const {
    return std::max((outHeight - 1) * stride + kernelHeight, padding + height);
  }
  int paddedWidth() const {
    return std::max((outWidth - 1) * stride + kernelWidth, padding + width);
  }
  long paddedRow() const { return static_cast<long>(paddedWidth()) * in; }
  long paddedSize() const { return paddedHeight() * paddedRow(); }

  long inSize() const { return static_cast<long>(height) * width * in; }
  long outRow() const { return static_cast<long>(outWidth) * out; }
  long outPixels() const { return static_cast<long>(outHeight) * outWidth; }
  long outSize() const { return outPixels() * out; }

  /** Input numbers under one row of the kernel. */
  int kernelRow() const { return kernelWidth * in; }
  /** Input numbers under the whole kernel. */
  int taps() const { return kernelHeight * kernelRow(); }
  long filterSize() const { return static_cast<long>(taps()) * out; }
};

}  // namespace mle
