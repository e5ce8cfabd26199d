// Convolutions with any kernel, stride and padding, one picture at a time,
// straight from a copy of the picture with its padding. The output channels are
// whole vectors, but for the transposed convolution, which takes any number of
// channels.
#pragma once

#include "conv_shape.h"
#include "instructions.h"

namespace mle {

/** The taps, in whole vectors of any width. */
inline int spreadColumns(const ConvShape& s) {
  return (s.taps() + kMaxLanes - 1) / kMaxLanes * kMaxLanes;
}

inline namespace MLE_INSTRUCTIONS {

/**
 * y = x ∗ filter + bias for one picture.
 *
 * @param bias [out], or null for none.
 * @param padded Scratch memory, of the padded size.
 */
void convolve(const ConvShape& s, const float* x, const float* filter,
              const float* bias, float* padded, float* y);

/**
 * Adds one picture's part of the gradients with respect to filter and bias.
 *
 * @param padded Scratch memory, of the padded size.
 */
void addFilterGradient(const ConvShape& s, const float* x, const float* dy,
                       float* padded, float* dFilter, float* dBias);

/**
 * Rotates a filter by 180° and swaps its channels: convolved with it at stride
 * 1, the gradient with respect to the output gives that with respect to the
 * input.
 *
 * @param filter [kernelHeight, kernelWidth, in, out]
 * @param rotated [kernelHeight, kernelWidth, out, in]
 */
void rotateFilter(const ConvShape& s, const float* filter, float* rotated);

/**
 * Transposes a filter for the transposed convolution.
 *
 * @param filter [taps, out]
 * @param transposed [out, spreadColumns], with zeros behind the taps.
 */
void transposeFilter(const ConvShape& s, const float* filter,
                     float* transposed);

/**
 * The convolution the other way, from an output to what it is made of: each
 * number of y adds its multiple of the filter to x.
 *
 * @param transposed The filter, from transposeFilter.
 * @param bias [in], added once, or null for none.
 * @param padded Scratch memory, of the padded size.
 * @param spread Scratch memory, outPixels × spreadColumns.
 */
void convolveTransposed(const ConvShape& s, const float* y,
                        const float* transposed, const float* bias,
                        float* padded, float* spread, float* x);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
