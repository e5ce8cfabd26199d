// A step of the optimizer Adam.
#pragma once

#include "instructions.h"

namespace mle {

/** A parameter, its moving averages and its gradient. */
struct AdamState {
  float* parameter = nullptr;
  float* mean = nullptr;    // moving average of the gradient
  float* square = nullptr;  // moving average of its square
  const float* gradient = nullptr;
};

/** The constants of a step, in the order in which the op takes them. */
struct AdamFactors {
  float meanWeight = 0;    // 1 − β₁
  float squareDecay = 0;   // β₂
  float squareWeight = 0;  // 1 − β₂
  float epsilon = 0;
  float stepSize = 0;          // the learning rate / (1 − β₁ᵗ)
  float squareCorrection = 0;  // √(1 − β₂ᵗ)
};

inline namespace MLE_INSTRUCTIONS {

/**
 * Updates the elements [first, end). The order of operations is that of
 * PyTorch's Adam, so that results are rounded in the same way.
 */
void adamStep(const AdamState& state, const AdamFactors& factors, long first,
              long end);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
