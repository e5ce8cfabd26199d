// A step of the optimizer Adam.
#pragma once

namespace mle {

/** A parameter, what Adam keeps for it, and its gradient. */
struct AdamState {
  float *parameter, *mean, *square;
  const float* gradient;
};

/** What is the same for all numbers of a step. */
struct AdamFactors {
  float meanWeight;    // 1 − β₁
  float squareDecay;   // β₂
  float squareWeight;  // 1 − β₂
  float squareRoot;    // √(1 − β₂ᵗ)
  float epsilon;
  float rate;  // the learning rate / (1 − β₁ᵗ)
};

/** Updates the numbers [first, end) in the order of PyTorch's Adam. */
void adamStep(const AdamState& state, const AdamFactors& factors, long first,
              long end);

}  // namespace mle
