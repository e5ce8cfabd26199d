// The sum of two arrays.
#pragma once

#include "instructions.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

/** sum += x for the elements [first, end). */
void addNumbers(const float* x, long first, long end, float* sum);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
