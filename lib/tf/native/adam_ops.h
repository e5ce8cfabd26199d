// Adam for many variables at once.
#pragma once

#include "adam.h"
#include "op.h"
#include "variable.h"

namespace mle {
namespace {

REGISTER_OP("MleAdam")
    .Input("parameters: N * resource")
    .Input("means: N * resource")
    .Input("squares: N * resource")
    .Input("gradients: N * float")
    // 1 − β₁, β₂, 1 − β₂, the root of 1 − β₂ᵗ, ε, the learning rate / (1 − β₁ᵗ)
    .Input("factors: float")
    .Attr("N: int >= 1")
    .Output("values: N * float")
    .SetIsStateful();

class Adam : public OpKernel {
 public:
  explicit Adam(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("N", &count_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& given = context->input(4 * count_);
    MLE_REQUIRE(given.NumElements() == 6, "expected 6 factors");
    const float* f = numbers(given);
    const AdamFactors factors{f[0], f[1], f[2], f[3], f[4], f[5]};

    std::vector<VariablePtr> variables(3 * count_);
    for (int i = 0; i < 3 * count_; i++) {
      OP_REQUIRES_OK(context, findVariable(context, i, variables[i]));
    }
    std::vector<AdamState> states(count_);
    std::vector<long> sizes(count_), firstBlocks(count_ + 1);
    for (int i = 0; i < count_; i++) {
      Tensor* tensors[3];
      for (int k = 0; k < 3; k++) {
        tensors[k] = variables[k * count_ + i]->tensor();
      }
      const Tensor& gradient = context->input(3 * count_ + i);
      for (const Tensor* tensor : tensors) {
        MLE_REQUIRE(tensor->shape() == gradient.shape(), "a gradient ",
                    gradient.shape().DebugString(), " for ",
                    tensor->shape().DebugString());
      }
      states[i] = {numbers(*tensors[0]), numbers(*tensors[1]),
                   numbers(*tensors[2]), numbers(gradient)};
      sizes[i] = gradient.NumElements();
      firstBlocks[i + 1] = firstBlocks[i] + blocksOf(sizes[i]);
    }
    forEachBlock(
        context, firstBlocks.back(), firstBlocks.back() * kBlock,
        [&](long block, int) {
          const int i = static_cast<int>(
              std::upper_bound(firstBlocks.begin(), firstBlocks.end(), block) -
              firstBlocks.begin() - 1);
          const long own = block - firstBlocks[i];
          adamStep(states[i], factors, own * kBlock, endOf(own, sizes[i]));
        });
    for (int i = 0; i < count_; i++) {
      context->set_output(i, *variables[i]->tensor());
    }
  }

 private:
  int count_;
};

MLE_REGISTER("MleAdam", Adam);

}  // namespace
}  // namespace mle
