// The rectifier.
#pragma once

namespace mle {

/** y = max(x, 0) */
void rectify(const float* x, long count, float* y);

/** dx = dy where y > 0, else 0. */
void rectifyGradient(const float* dy, const float* y, long count, float* dx);

}  // namespace mle
