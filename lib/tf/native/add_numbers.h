// The sum of two arrays.
#pragma once

namespace mle {

/** sum += x for the numbers [first, end). */
void addNumbers(const float* x, long first, long end, float* sum);

}  // namespace mle
