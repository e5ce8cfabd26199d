// Convolutions with any kernel, stride and padding, one picture at a time,
// straight from a copy of the picture with its padding.
#pragma once

#include <algorithm>

namespace mle {

/**
 * A convolution from pictures [height, width, in] to pictures [outHeight,
 * outWidth, out] by a filter [kernelHeight, kernelWidth, in, out].
 */
struct ConvShape {
  int height, width, in;
  int kernelHeight, kernelWidth;
  int outHeight, outWidth, out;
  int stride, padding;

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
  long outPixels() const { return static_cast<long>(outHeight) * outWidth; }
  long outSize() const { return outPixels() * out; }

  /** The numbers of the kernel's one row that an output number is made of. */
  int kernelRow() const { return kernelWidth * in; }
  long filterSize() const {
    return static_cast<long>(kernelHeight) * kernelRow() * out;
  }
  /** All that an output number is made of, in whole vectors of any width. */
  int spreadColumns() const { return (kernelHeight * kernelRow() + 15) & ~15; }
};

/**
 * y = x ∗ filter + bias for one picture.
 *
 * @param bias [out], or null for none.
 * @param padded Scratch memory, of the padded size.
 */
void convolve(const ConvShape& s, const float* x, const float* filter,
              const float* bias, float* padded, float* y);

/** Adds one picture's part of the gradients by filter and bias. */
void addFilterGradient(const ConvShape& s, const float* x, const float* dy,
                       float* padded, float* dFilter, float* dBias);

/**
 * Turns a filter by 180° and swaps its channels: with it, a convolution with
 * stride 1 makes the gradient by its inputs of that by its outputs.
 *
 * @param filter [taps, in, out]
 * @param rotated [taps, out, in]
 */
void rotateFilter(const float* filter, int taps, int in, int out,
                  float* rotated);

/**
 * The filter as the transposed convolution takes it: [out, kernelHeight ·
 * kernelWidth · in], with zeros up to whole vectors.
 */
void turnFilter(const ConvShape& s, const float* filter, float* turned);

/**
 * The convolution the other way, from an output to what it is made of: each
 * number of y adds its multiple of the filter to x.
 *
 * @param turned The filter, from turnFilter.
 * @param bias [in], added once, or null for none.
 * @param padded Scratch memory, of the padded size.
 * @param spread Scratch memory, outPixels × spreadColumns.
 */
void convolveTransposed(const ConvShape& s, const float* y, const float* turned,
                        const float* bias, float* padded, float* spread,
                        float* x);

}  // namespace mle
