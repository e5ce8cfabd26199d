#include "relu.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

void rectify(const float* x, long count, float* y) {
  for (long i = 0; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

void rectifyGradient(const float* dy, const float* y, long count, float* dx) {
  for (long i = 0; i < count; i++) dx[i] = y[i] <= 0 ? 0 : dy[i];
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
