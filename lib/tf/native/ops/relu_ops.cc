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

void relu(OpKernelContext* context) {
  const Tensor& x = context->input(0);
  const long count = x.NumElements();
  MLE_OUTPUT(y, 0, x.shape());
  forEachRun(context, count, [&](long first, long length) {
    kernels().rectify(numbers(x) + first, length, y + first);
  });
}

void reluGradient(OpKernelContext* context) {
  const Tensor &dy = context->input(0), &y = context->input(1);
  MLE_REQUIRE(dy.shape() == y.shape(), "a gradient ", shapes(dy, y));
  const long count = y.NumElements();
  MLE_OUTPUT(dx, 0, y.shape());
  forEachRun(context, count, [&](long first, long length) {
    kernels().rectifyGradient(numbers(dy) + first, numbers(y) + first, length,
                              dx + first);
  });
}

MLE_REGISTER_FUNCTION("MleRelu", relu);
MLE_REGISTER_FUNCTION("MleReluGradient", reluGradient);

}  // namespace
}  // namespace mle
