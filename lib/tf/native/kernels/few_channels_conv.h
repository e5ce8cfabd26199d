// Convolutions with stride 1 and so few output channels that a vector holds
// several pixels.
//
// With r output channels, each input channel becomes a plane of its own, in
// which every pixel is repeated r times. Each tap then reads a contiguous row,
// shifted by a constant: an output row is a sum of shifted rows, each
// multiplied by the tap's r weights, repeated along the row.
#pragma once

#include "conv_shape.h"
#include "instructions.h"

namespace mle {

/** The length of a laid-out row; the padding may be negative. */
inline long laidOutRow(const ConvShape& s) {
  return static_cast<long>(s.outWidth + s.kernelWidth - 1) * s.out;
}

/** The size of a laid-out picture, which ends with room for one more vector. */
inline long laidOutSize(const ConvShape& s) {
  return (s.outHeight + s.kernelHeight - 1) * laidOutRow(s) * s.in + kMaxLanes;
}

/** The size of the gradients before the lanes of each channel are added up. */
inline long fewChannelsGradientSize(const ConvShape& s) {
  return (s.taps() + 1l) * kMaxLanes;
}

inline namespace MLE_INSTRUCTIONS {

/**
 * y = x ∗ filter + bias for one picture.
 *
 * @param bias [out], or null for none.
 * @param laidOut Scratch memory of the laid-out size, filled with zeros before
 * the first picture and then reused as it is: its margins stay 0.
 */
void convolveFewChannels(const ConvShape& s, const float* x,
                         const float* filter, const float* bias, float* laidOut,
                         float* y);

/**
 * Adds one picture's contribution to the gradients with respect to filter and
 * bias.
 *
 * @param laidOut As for convolveFewChannels.
 * @param gradients Memory of fewChannelsGradientSize.
 */
void addFewChannelsGradient(const ConvShape& s, const float* x, const float* dy,
                            float* laidOut, float* gradients);

/**
 * Adds up the lanes of each channel, from addFewChannelsGradient.
 *
 * @param dFilter [kernelHeight, kernelWidth, in, out]
 * @param dBias [out]
 */
void foldFewChannelsGradient(const ConvShape& s, const float* gradients,
                             float* dFilter, float* dBias);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
