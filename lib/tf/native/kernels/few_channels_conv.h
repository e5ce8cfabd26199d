// Convolutions with stride 1 and few output channels.
//
// Each input channel becomes a plane of its own, padded with zeros, so that a
// vector holds neighbouring pixels: one load per tap serves all output
// channels, whose sums stay in registers.
#pragma once

#include "conv_shape.h"
#include "instructions.h"

namespace mle {

/** Numbers, rounded up to whole vectors of any instruction set. */
inline long wholeVectors(long count) {
  return (count + kMaxLanes - 1) / kMaxLanes * kMaxLanes;
}

/**
 * The length of a plane's row; the padding may be negative. Whole vectors, but
 * for thin pictures, whose memory would grow up to 16-fold.
 */
inline long planeRow(const ConvShape& s) {
  const long columns = s.outWidth + s.kernelWidth - 1l;
  return columns < kMaxLanes / 2 ? columns : wholeVectors(columns);
}

inline long planeSize(const ConvShape& s) {
  return (s.outHeight + s.kernelHeight - 1) * planeRow(s);
}

/** The size of all planes, which end with room for one more vector. */
inline long planesSize(const ConvShape& s) {
  return planeSize(s) * s.in + kMaxLanes;
}

/** Rows of dy that are laid out at a time, so that they stay in the cache. */
constexpr int kDyRows = 16;

/** The size of the planes and of rows of dy. */
inline long laidOutSize(const ConvShape& s) {
  return planesSize(s) + kDyRows * s.out * wholeVectors(s.outWidth);
}

/** The size of the gradients before their lanes are added up. */
inline long fewChannelsGradientSize(const ConvShape& s) {
  return (s.taps() + 1l) * s.out * kMaxLanes;
}

inline namespace MLE_INSTRUCTIONS {

/**
 * y = x ∗ filter + bias for some pictures.
 *
 * @param bias [out], or null for none.
 * @param laidOut Scratch memory of the laid-out size, filled with zeros before
 * the first picture and then reused as it is: its margins stay 0.
 */
void convolveFewChannels(const ConvShape& s, int pictures, const float* x,
                         const float* filter, const float* bias, float* laidOut,
                         float* y);

/**
 * Adds some pictures' contribution to the gradients with respect to filter and
 * bias.
 *
 * @param laidOut As for convolveFewChannels.
 * @param gradients Memory of fewChannelsGradientSize.
 */
void addFewChannelsGradient(const ConvShape& s, int pictures, const float* x,
                            const float* dy, float* laidOut, float* gradients);

/**
 * Adds up the lanes from addFewChannelsGradient.
 *
 * @param dFilter [kernelHeight, kernelWidth, in, out]
 * @param dBias [out]
 */
void foldFewChannelsGradient(const ConvShape& s, const float* gradients,
                             float* dFilter, float* dBias);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
