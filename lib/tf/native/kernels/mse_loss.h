// The mean squared error.
#pragma once

#include "instructions.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

/** Σ (x − target)² over `count` numbers. */
double squaredDistance(const float* x, const float* target, long count);

/** dx = factor · (x − target) */
void scaledDifference(const float* x, const float* target, float factor,
                      long count, float* dx);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
