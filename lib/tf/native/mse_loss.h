// The mean squared error.
#pragma once

namespace mle {

/** Σ (x − target)² over so many numbers. */
double squaredDistance(const float* x, const float* target, long count);

/** dx = factor · (x − target) */
void scaledDifference(const float* x, const float* target, float factor,
                      long count, float* dx);

}  // namespace mle
