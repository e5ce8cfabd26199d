#include "adam.h"

#include <cmath>

#include "assume.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

/** start + weight · (end − start), as torch.lerp: exact at both ends. */
template <bool kIsNearEnd>
inline float interpolate(float start, float end, float weight) {
  return kIsNearEnd ? end - (end - start) * (1 - weight)
                    : start + weight * (end - start);
}

template <bool kIsNearEnd>
void step(const AdamState& state, const AdamFactors& f, long first, long end) {
  float* __restrict parameter = state.parameter;
  float* __restrict mean = state.mean;
  float* __restrict square = state.square;
  const float* __restrict gradient = state.gradient;
  for (long i = first; i < end; i++) {
    const float g = gradient[i];
    const float m = interpolate<kIsNearEnd>(mean[i], g, f.meanWeight);
    const float v = square[i] * f.squareDecay + f.squareWeight * g * g;
    mean[i] = m;
    square[i] = v;
    parameter[i] -=
        f.stepSize * (m / (std::sqrt(v) / f.squareCorrection + f.epsilon));
  }
}

}  // namespace

void adamStep(const AdamState& state, const AdamFactors& factors, long first,
              long end) {
  MLE_ASSUME(0 <= first && first <= end);
  const AdamFactors f = factors;  // a copy that no store can alias
  if (f.meanWeight < 0.5f) {
    step<false>(state, f, first, end);
  } else {
    step<true>(state, f, first, end);
  }
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
