// Convolutions with stride 1 whose output has so few channels that a vector
// holds several pixels.
//
// Of pictures with r output channels, each input channel is laid out as a
// picture of its own in which every pixel stands r times. What an output pixel
// is made of then lies at the same distance for all numbers of a row: that row
// is a sum of shifted rows, each times a filter's r numbers over and over.
#pragma once

#include "conv_shape.h"
#include "instructions.h"

namespace mle {

/** The laid-out picture's row; the padding may be negative. */
inline long laidOutRow(const ConvShape& s) {
  return static_cast<long>(s.outWidth + s.kernelWidth - 1) * s.out;
}

/** The laid-out picture, with room for one vector more at the end. */
inline long laidOutSize(const ConvShape& s) {
  return (s.outHeight + s.kernelHeight - 1) * laidOutRow(s) * s.in + kMaxLanes;
}

/** The gradients with respect to filter and bias, still in vectors. */
inline long fewChannelsGradientSize(const ConvShape& s) {
  return (s.taps() + 1l) * kMaxLanes;
}

inline namespace MLE_INSTRUCTIONS {

/**
 * y = x ∗ filter + bias for one picture.
 *
 * @param bias [out], or null for none.
 * @param laidOut Scratch memory of the laid-out size, zeros at first; what is
 * left there serves the next picture.
 */
void convolveFewChannels(const ConvShape& s, const float* x,
                         const float* filter, const float* bias, float* laidOut,
                         float* y);

/**
 * Adds one picture's part of the gradients with respect to filter and bias.
 *
 * @param laidOut As for convolveFewChannels.
 * @param gradients Of fewChannelsGradientSize.
 */
void addFewChannelsGradient(const ConvShape& s, const float* x, const float* dy,
                            float* laidOut, float* gradients);

/**
 * Adds up what addFewChannelsGradient has made.
 *
 * @param dFilter [kernelHeight, kernelWidth, in, out]
 * @param dBias [out]
 */
void foldFewChannelsGradient(const ConvShape& s, const float* gradients,
                             float* dFilter, float* dBias);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
