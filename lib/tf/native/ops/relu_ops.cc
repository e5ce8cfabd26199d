// The rectifier.
#include "../kernels/kernels.h"
#include "op.h"

namespace mle {
namespace {

REGISTER_OP("MleRelu").Input("x: float").Output("y: float");

REGISTER_OP("MleReluGradient")
    .Input("dy: float")
    .Input("y: float")
    .Output("dx: float");

class Relu : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    const long count = x.NumElements();
    float* y = output(context, 0, x.shape());
    if (!context->status().ok()) return;
    forEachBlock(context, blocksOf(count), count, [&](long block, int) {
      const long first = block * kBlock;
      kernels().rectify(numbers(x) + first, endOf(block, count) - first,
                        y + first);
    });
  }
};

class ReluGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &y = context->input(1);
    MLE_REQUIRE(dy.shape() == y.shape(), "a gradient ",
                dy.shape().DebugString(), " for ", y.shape().DebugString());
    const long count = y.NumElements();
    float* dx = output(context, 0, y.shape());
    if (!context->status().ok()) return;
    forEachBlock(context, blocksOf(count), count, [&](long block, int) {
      const long first = block * kBlock;
      kernels().rectifyGradient(numbers(dy) + first, numbers(y) + first,
                                endOf(block, count) - first, dx + first);
    });
  }
};

MLE_REGISTER("MleRelu", Relu);
MLE_REGISTER("MleReluGradient", ReluGradient);

}  // namespace
}  // namespace mle
