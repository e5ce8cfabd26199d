// Adam for many variables at once.
#include <cstring>

#include "../kernels/kernels.h"
#include "op.h"
#include "variable.h"

namespace mle {
namespace {

REGISTER_OP("MleAdam")
    .Input("parameters: N * resource")
    .Input("means: N * resource")
    .Input("squares: N * resource")
    .Input("gradients: N * float")
    .Input("factors: float")  // AdamFactors, in their order
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
    AdamFactors factors;
    MLE_REQUIRE(given.NumElements() * sizeof(float) == sizeof(factors),
                "expected all factors, got ", shapes(given));
    std::memcpy(&factors, numbers(given), sizeof(factors));

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
                    shapes(gradient), " for ", tensor->shape().DebugString());
      }
      states[i].parameter = numbers(*tensors[0]);
      states[i].mean = numbers(*tensors[1]);
      states[i].square = numbers(*tensors[2]);
      states[i].gradient = numbers(gradient);
      sizes[i] = gradient.NumElements();
      firstBlocks[i + 1] = firstBlocks[i] + blocksOf(sizes[i]);
    }
    const int threads = threadsFor(threadCount(context), firstBlocks.back());
    forEachBlock(threads, firstBlocks.back(), [&](long block, int) {
      const int i = static_cast<int>(
          std::upper_bound(firstBlocks.begin(), firstBlocks.end(), block) -
          firstBlocks.begin() - 1);
      const long own = block - firstBlocks[i];
      kernels().adamStep(states[i], factors, own * kBlock,
                         endOf(own, sizes[i]));
    });
    for (int i = 0; i < count_; i++) {
      context->set_output(i, *variables[i]->tensor());
    }
  }

 private:
  int count_ = 0;
};

MLE_REGISTER("MleAdam", Adam);

}  // namespace
}  // namespace mle
