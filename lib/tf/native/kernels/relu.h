// The rectifier. NaN stays NaN, as in PyTorch.
#pragma once

#include "instructions.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

/** y = max(x, 0) */
void rectify(const float* x, long count, float* y);

/** dx = dy where y > 0 or y is NaN, else 0. */
void rectifyGradient(const float* dy, const float* y, long count, float* dx);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
