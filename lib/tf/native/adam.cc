#include "adam.h"

#include <cmath>

namespace mle {

void adamStep(const AdamState& state, const AdamFactors& factors, long first,
              long end) {
  const AdamFactors f = factors;
  float* __restrict parameter = state.parameter;
  float* __restrict mean = state.mean;
  float* __restrict square = state.square;
  const float* __restrict gradient = state.gradient;
  for (long i = first; i < end; i++) {
    const float g = gradient[i];
    const float m = mean[i] + f.meanWeight * (g - mean[i]);
    const float v = square[i] * f.squareDecay + f.squareWeight * g * g;
    mean[i] = m;
    square[i] = v;
    parameter[i] -= f.rate * (m / (std::sqrt(v) / f.squareRoot + f.epsilon));
  }
}

}  // namespace mle
