// The loss of a classifier. A batch has so few numbers that these ops use one
// thread and no kernels.
#include <cmath>

#include "op.h"

namespace mle {
namespace {

REGISTER_OP("MleNllLoss")
    .Input("log_probs: float")
    .Input("targets: int32")
    .Output("loss: float");

REGISTER_OP("MleNllLossGradient")
    .Input("dloss: float")
    .Input("log_probs: float")
    .Input("targets: int32")
    .Output("dlog_probs: float");

REGISTER_OP("MleLogSoftmaxGradient")
    .Input("dlog_probs: float")
    .Input("log_probs: float")
    .Output("dlogits: float");

/** Whether each row has a target that is one of its classes. */
bool fitTargets(const Tensor& logProbs, const Tensor& targets) {
  if (logProbs.dims() != 2 || !isSmall(logProbs) ||
      targets.NumElements() != logProbs.dim_size(0)) {
    return false;
  }
  const auto classes = targets.flat<int>();
  for (long i = 0; i < classes.size(); i++) {
    if (classes(i) < 0 || classes(i) >= logProbs.dim_size(1)) return false;
  }
  return true;
}

class NllLoss : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &logProbs = context->input(0), &targets = context->input(1);
    MLE_REQUIRE(fitTargets(logProbs, targets), "no loss of ",
                logProbs.shape().DebugString(), " and ",
                targets.shape().DebugString());
    float* loss = output(context, 0, {});
    if (!context->status().ok()) return;
    const auto rows = logProbs.matrix<float>();
    double sum = 0;
    for (int i = 0; i < dim(logProbs, 0); i++) {
      sum += rows(i, targets.flat<int>()(i));
    }
    *loss = static_cast<float>(-sum / dim(logProbs, 0));
  }
};

class NllLossGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &dLoss = context->input(0), &logProbs = context->input(1),
                 &targets = context->input(2);
    MLE_REQUIRE(fitTargets(logProbs, targets) && dLoss.NumElements() == 1,
                "no gradient of ", logProbs.shape().DebugString(), " and ",
                targets.shape().DebugString());
    float* dx = output(context, 0, logProbs.shape());
    if (!context->status().ok()) return;
    std::fill_n(dx, logProbs.NumElements(), 0.0f);
    const int batch = dim(logProbs, 0), classes = dim(logProbs, 1);
    for (int i = 0; i < batch; i++) {
      dx[static_cast<long>(i) * classes + targets.flat<int>()(i)] =
          -*numbers(dLoss) / batch;
    }
  }
};

class LogSoftmaxGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &logProbs = context->input(1);
    MLE_REQUIRE(logProbs.dims() > 0 && dy.shape() == logProbs.shape(),
                "no gradient of ", logProbs.shape().DebugString(), " and ",
                dy.shape().DebugString());
    float* dx = output(context, 0, logProbs.shape());
    if (!context->status().ok()) return;
    const int classes = dim(logProbs, logProbs.dims() - 1);
    for (long i = 0; i < logProbs.NumElements(); i += classes) {
      float sum = 0;
      for (int c = 0; c < classes; c++) sum += numbers(dy)[i + c];
      for (int c = 0; c < classes; c++) {
        dx[i + c] =
            numbers(dy)[i + c] - std::exp(numbers(logProbs)[i + c]) * sum;
      }
    }
  }
};

MLE_REGISTER("MleNllLoss", NllLoss);
MLE_REGISTER("MleNllLossGradient", NllLossGradient);
MLE_REGISTER("MleLogSoftmaxGradient", LogSoftmaxGradient);

}  // namespace
}  // namespace mle
