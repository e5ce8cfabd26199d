// Sums, differences and the rectifier, element by element.
#pragma once

#include "instructions.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

/** sum += x for `count` numbers. */
void addNumbers(const float* x, long count, float* sum);

/** Σ (x − target)² over `count` numbers. */
double squaredDistance(const float* x, const float* target, long count);

/** The same sum, and dx = factor · (x − target). */
double distanceAndGradient(const float* x, const float* target, float factor,
                           long count, float* dx);

/** y = max(x, 0); NaN stays NaN, as in PyTorch. */
void rectify(const float* x, long count, float* y);

/** dx = dy where y > 0 or y is NaN, else 0. */
void rectifyGradient(const float* dy, const float* y, long count, float* dx);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
