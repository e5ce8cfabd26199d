// Losses. A batch has so few class scores that their ops use one thread and no
// kernels.
#include <cmath>
#include <numeric>

#include "../kernels/kernels.h"
#include "op.h"

namespace mle {
namespace {

REGISTER_OP("MleMseLoss")
    .Input("x: float")
    .Input("target: float")
    .Output("loss: float");

REGISTER_OP("MleMseLossAndGradient")
    .Input("x: float")
    .Input("target: float")
    .Output("loss: float")
    .Output("dx: float");

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

void nllLoss(OpKernelContext* context) {
  const Tensor &logProbs = context->input(0), &targets = context->input(1);
  MLE_REQUIRE(fitTargets(logProbs, targets), "no loss of ",
              shapes(logProbs, targets));
  MLE_OUTPUT(loss, 0, {});
  const auto rows = logProbs.matrix<float>();
  double sum = 0;
  for (int i = 0; i < dim(logProbs, 0); i++) {
    sum += rows(i, targets.flat<int>()(i));
  }
  *loss = static_cast<float>(-sum / dim(logProbs, 0));
}

void nllLossGradient(OpKernelContext* context) {
  const Tensor &dLoss = context->input(0), &logProbs = context->input(1),
               &targets = context->input(2);
  MLE_REQUIRE(fitTargets(logProbs, targets) && dLoss.NumElements() == 1,
              "no gradient of ", shapes(logProbs, targets));
  MLE_OUTPUT(dx, 0, logProbs.shape());
  std::fill_n(dx, logProbs.NumElements(), 0.0f);
  const int batch = dim(logProbs, 0), classes = dim(logProbs, 1);
  for (int i = 0; i < batch; i++) {
    dx[static_cast<long>(i) * classes + targets.flat<int>()(i)] =
        -*numbers(dLoss) / batch;
  }
}

void logSoftmaxGradient(OpKernelContext* context) {
  const Tensor &dy = context->input(0), &logProbs = context->input(1);
  MLE_REQUIRE(logProbs.dims() > 0 && dy.shape() == logProbs.shape(),
              "no gradient of ", shapes(logProbs, dy));
  MLE_OUTPUT(dx, 0, logProbs.shape());
  const int classes = dim(logProbs, logProbs.dims() - 1);
  for (long i = 0; i < logProbs.NumElements(); i += classes) {
    float sum = 0;
    for (int c = 0; c < classes; c++) sum += numbers(dy)[i + c];
    for (int c = 0; c < classes; c++) {
      dx[i + c] = numbers(dy)[i + c] - std::exp(numbers(logProbs)[i + c]) * sum;
    }
  }
}

template <bool kHasGradient>
void mseLoss(OpKernelContext* context) {
  const Tensor &x = context->input(0), &target = context->input(1);
  MLE_REQUIRE(x.NumElements() == target.NumElements(), "no loss between ",
              shapes(x, target));
  const long count = x.NumElements();
  std::vector<double> sums(blocksOf(count));
  MLE_OUTPUT(loss, 0, {});
  float* dx = kHasGradient ? output(context, 1, x.shape()) : nullptr;
  if (!context->status().ok()) return;
  const float factor = 2.0f / count;
  forEachRun(context, count, [&](long first, long length) {
    const float *a = numbers(x) + first, *b = numbers(target) + first;
    sums[first / kBlock] =
        kHasGradient
            ? kernels().distanceAndGradient(a, b, factor, length, dx + first)
            : kernels().squaredDistance(a, b, length);
  });
  *loss = static_cast<float>(std::accumulate(sums.begin(), sums.end(), 0.0) /
                             count);
}

MLE_REGISTER_FUNCTION("MleMseLoss", mseLoss<false>);
MLE_REGISTER_FUNCTION("MleMseLossAndGradient", mseLoss<true>);
MLE_REGISTER_FUNCTION("MleNllLoss", nllLoss);
MLE_REGISTER_FUNCTION("MleNllLossGradient", nllLossGradient);
MLE_REGISTER_FUNCTION("MleLogSoftmaxGradient", logSoftmaxGradient);

}  // namespace
}  // namespace mle
