// Convolutions with any kernel, stride and padding, one picture at a time, as
// matrix products over a padded copy of the picture. The number of output
// channels must be a multiple of the vector's length, except for the transposed
// convolution, which supports any number.
#pragma once

#include "conv_shape.h"
#include "instructions.h"

namespace mle {

/** The number of taps, rounded up to whole vectors of any instruction set. */
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
 * Adds one picture's contribution to the gradients with respect to filter and
 * bias.
 *
 * @param padded Scratch memory, of the padded size.
 */
void addFilterGradient(const ConvShape& s, const float* x, const float* dy,
                       float* padded, float* dFilter, float* dBias);

/**
 * Rotates a filter by 180° and swaps its channel axes. With stride 1,
 * convolving the gradient with respect to the output with this filter gives the
 * gradient with respect to the input.
 *
 * @param filter [kernelHeight, kernelWidth, in, out]
 * @param rotated [kernelHeight, kernelWidth, out, in]
 */
void rotateFilter(const ConvShape& s, const float* filter, float* rotated);

/**
 * Transposes a filter for the transposed convolution.
 *
 * @param filter [taps, out]
 * @param transposed [out, spreadColumns]; zeros follow the taps.
 */
void transposeFilter(const ConvShape& s, const float* filter,
                     float* transposed);

/**
 * The transposed convolution: adds each element of y, multiplied by the filter,
 * to the input pixels under the kernel.
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
