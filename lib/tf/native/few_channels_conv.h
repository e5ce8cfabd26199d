// Convolutions with stride 1 whose output has so few channels that a vector
// holds several pixels.
//
// Of pictures with r output channels, each input channel is laid out as a
// picture of its own in which every pixel stands r times. What an output pixel
// is made of then lies at the same distance for all numbers of a row: that row
// is a sum of shifted rows, each times a filter's r numbers over and over.
#pragma once

#include <algorithm>

namespace mle {

/**
 * A convolution with stride 1 from pictures [height, width, in] to pictures
 * [outHeight, outWidth, out] by a filter [kernelHeight, kernelWidth, in, out].
 */
struct FewChannelsConv {
  int height, width, in;
  int kernelHeight, kernelWidth;
  int outHeight, outWidth, out;
  int padding;  // may be negative

  /** Whether a vector of this processor holds whole pixels. */
  bool fits() const;

  /** Numbers that an output number is made of. */
  int taps() const { return kernelHeight * kernelWidth * in; }

  long inSize() const { return static_cast<long>(height) * width * in; }
  long outRow() const { return static_cast<long>(outWidth) * out; }
  long outSize() const { return outHeight * outRow(); }

  /** The laid-out picture, with room for one vector more at the end. */
  long laidOutRow() const {
    return static_cast<long>(outWidth + kernelWidth - 1) * out;
  }
  long laidOutSize() const {
    return (outHeight + kernelHeight - 1) * laidOutRow() * in + 16;
  }

  /** The gradients by the filter and the bias, still in vectors. */
  long gradientSize() const { return (taps() + 1) * 16l; }
};

/**
 * y = x ∗ filter + bias for one picture.
 *
 * @param bias [out], or null for none.
 * @param laidOut Scratch memory of the laid-out size, zeros at first; what is
 * left there serves the next picture.
 */
void convolveFewChannels(const FewChannelsConv& s, const float* x,
                         const float* filter, const float* bias, float* laidOut,
                         float* y);

/**
 * Adds one picture's part of the gradients by filter and bias.
 *
 * @param laidOut As for convolveFewChannels.
 * @param gradients Of the gradients' size.
 */
void addFewChannelsGradient(const FewChannelsConv& s, const float* x,
                            const float* dy, float* laidOut, float* gradients);

/**
 * Adds up what addFewChannelsGradient has made.
 *
 * @param dFilter [kernelHeight, kernelWidth, in, out]
 * @param dBias [out]
 */
void foldFewChannelsGradient(const FewChannelsConv& s, const float* gradients,
                             float* dFilter, float* dBias);

}  // namespace mle
