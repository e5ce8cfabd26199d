// The mean squared error.
#include <numeric>

#include "../kernels/kernels.h"
#include "op.h"

namespace mle {
namespace {

REGISTER_OP("MleMseLoss")
    .Input("x: float")
    .Input("target: float")
    .Output("loss: float");

REGISTER_OP("MleMseLossGradient")
    .Input("dloss: float")
    .Input("x: float")
    .Input("target: float")
    .Output("dx: float");

class MseLoss : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &target = context->input(1);
    MLE_REQUIRE(x.NumElements() == target.NumElements(), "no loss between ",
                x.shape().DebugString(), " and ", target.shape().DebugString());
    const long count = x.NumElements();
    std::vector<double> sums(blocksOf(count));
    float* loss = output(context, 0, {});
    if (!context->status().ok()) return;
    forEachBlock(context, blocksOf(count), count, [&](long block, int) {
      const long first = block * kBlock;
      sums[block] =
          kernels().squaredDistance(numbers(x) + first, numbers(target) + first,
                                    endOf(block, count) - first);
    });
    *loss = static_cast<float>(std::accumulate(sums.begin(), sums.end(), 0.0) /
                               count);
  }
};

class MseLossGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &dLoss = context->input(0), &x = context->input(1),
                 &target = context->input(2);
    MLE_REQUIRE(
        x.NumElements() == target.NumElements() && dLoss.NumElements() == 1,
        "no loss between ", x.shape().DebugString(), " and ",
        target.shape().DebugString());
    const long count = x.NumElements();
    const float factor = 2.0f / count * *numbers(dLoss);
    float* dx = output(context, 0, x.shape());
    if (!context->status().ok()) return;
    forEachBlock(context, blocksOf(count), count, [&](long block, int) {
      const long first = block * kBlock;
      kernels().scaledDifference(numbers(x) + first, numbers(target) + first,
                                 factor, endOf(block, count) - first,
                                 dx + first);
    });
  }
};

MLE_REGISTER("MleMseLoss", MseLoss);
MLE_REGISTER("MleMseLossGradient", MseLossGradient);

}  // namespace
}  // namespace mle
