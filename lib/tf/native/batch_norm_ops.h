// Sums over pixels and batch normalisation.
#pragma once

#include <cmath>

#include "batch_norm.h"
#include "op.h"
#include "variable.h"

namespace mle {
namespace {

REGISTER_OP("MleBiasGradient").Input("dy: float").Output("dbias: float");

REGISTER_OP("MleBatchStatistics")
    .Input("x: float")
    .Output("mean: float")
    .Output("variance: float");

REGISTER_OP("MleBatchNorm")
    .Input("x: float")
    .Input("gamma: float")
    .Input("beta: float")
    .Input("mean: float")
    .Input("variance: float")
    .Attr("epsilon: float")
    .Output("y: float");

REGISTER_OP("MleBatchNormGradient")
    .Input("dy: float")
    .Input("x: float")
    .Input("gamma: float")
    .Input("mean: float")
    .Input("variance: float")
    .Attr("epsilon: float")
    .Attr("training: bool")
    .Output("dx: float")
    .Output("dgamma: float")
    .Output("dbeta: float");

PixelBlocks pixelBlocks(const Tensor& x) {
  const int channels = dim(x, x.dims() - 1);
  return {x.NumElements() / channels, channels};
}

bool hasChannels(const Tensor& x) {
  return x.dims() > 0 && x.NumElements() > 0;
}

void store(const std::vector<double>& from, float* to) {
  for (size_t c = 0; c < from.size(); c++) to[c] = static_cast<float>(from[c]);
}

void add(std::vector<double>& sum, const std::vector<double>& more) {
  for (size_t c = 0; c < sum.size(); c++) sum[c] += more[c];
}

class BiasGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor& dy = context->input(0);
    MLE_REQUIRE(hasChannels(dy), "no channels in ", dy.shape().DebugString());
    const PixelBlocks blocks = pixelBlocks(dy);
    std::vector<std::vector<double>> sums(blocks.count());
    float* dBias = output(context, 0, {blocks.channels});
    if (!context->status().ok()) return;
    forEachBlock(
        context, blocks.count(), dy.NumElements(), [&](long block, int) {
          sums[block] =
              sumOf(blocks, block, numbers(dy) + blocks.firstNumber(block));
        });
    for (size_t i = 1; i < sums.size(); i++) add(sums[0], sums[i]);
    store(sums[0], dBias);
  }
};

class BatchStatistics : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    MLE_REQUIRE(hasChannels(x), "no channels in ", x.shape().DebugString());
    const PixelBlocks blocks = pixelBlocks(x);
    std::vector<Moments> moments(blocks.count());
    float* mean = output(context, 0, {blocks.channels});
    float* variance = output(context, 1, {blocks.channels});
    if (!context->status().ok()) return;
    forEachBlock(
        context, blocks.count(), x.NumElements(), [&](long block, int) {
          moments[block] =
              momentsOf(blocks, block, numbers(x) + blocks.firstNumber(block));
        });
    Moments& all = moments[0];
    double pixels = blocks.pixelsOf(0);
    for (long block = 1; block < blocks.count(); block++) {
      addMoments(all, pixels, moments[block], blocks.pixelsOf(block));
      pixels += blocks.pixelsOf(block);
    }
    for (double& squares : all.squares) squares /= pixels;
    store(all.mean, mean);
    store(all.squares, variance);
  }
};

/** An op that normalises with given statistics. */
class BatchNormKernel : public OpKernel {
 public:
  explicit BatchNormKernel(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("epsilon", &epsilon_));
  }

 protected:
  /** 1/√(variance + ε) */
  double inverseDeviation(const Tensor& variance, int channel) const {
    return 1 / std::sqrt(static_cast<double>(numbers(variance)[channel]) +
                         epsilon_);
  }

  static bool fit(const Tensor& x, std::initializer_list<Tensor> perChannel) {
    return hasChannels(x) &&
           std::all_of(
               perChannel.begin(), perChannel.end(), [&](const Tensor& tensor) {
                 return tensor.NumElements() == x.dim_size(x.dims() - 1);
               });
  }

 private:
  float epsilon_;
};

class BatchNorm : public BatchNormKernel {
 public:
  using BatchNormKernel::BatchNormKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &gamma = context->input(1),
                 &beta = context->input(2), &mean = context->input(3),
                 &variance = context->input(4);
    MLE_REQUIRE(fit(x, {gamma, beta, mean, variance}), "cannot normalise ",
                x.shape().DebugString());
    const PixelBlocks blocks = pixelBlocks(x);
    std::vector<double> factor(blocks.channels), offset(blocks.channels);
    for (int c = 0; c < blocks.channels; c++) {
      factor[c] = numbers(gamma)[c] * inverseDeviation(variance, c);
      offset[c] = numbers(beta)[c] - numbers(mean)[c] * factor[c];
    }
    const auto factors = repeated(blocks, factor);
    const auto offsets = repeated(blocks, offset);
    float* y = output(context, 0, x.shape());
    if (!context->status().ok()) return;
    forEachBlock(context, blocks.count(), x.NumElements(),
                 [&](long block, int) {
                   const long first = blocks.firstNumber(block);
                   scaleBlock(blocks, block, numbers(x) + first, factors,
                              offsets, y + first);
                 });
  }
};

class BatchNormGradient : public BatchNormKernel {
 public:
  explicit BatchNormGradient(OpKernelConstruction* context)
      : BatchNormKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("training", &training_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &x = context->input(1),
                 &gamma = context->input(2), &mean = context->input(3),
                 &variance = context->input(4);
    MLE_REQUIRE(fit(x, {gamma, mean, variance}) && x.shape() == dy.shape(),
                "cannot normalise ", x.shape().DebugString());
    const PixelBlocks blocks = pixelBlocks(x);
    const int channels = blocks.channels;
    const std::vector<double> meanValues(numbers(mean),
                                         numbers(mean) + channels);
    const auto means = repeated(blocks, meanValues);
    float* dx = output(context, 0, x.shape());
    float* dGamma = output(context, 1, {channels});
    float* dBeta = output(context, 2, {channels});
    if (!context->status().ok()) return;

    std::vector<GradientSums> sums(blocks.count());
    forEachBlock(
        context, blocks.count(), x.NumElements(), [&](long block, int) {
          const long first = blocks.firstNumber(block);
          sums[block] = gradientSumsOf(blocks, block, numbers(dy) + first,
                                       numbers(x) + first, means);
        });
    for (size_t i = 1; i < sums.size(); i++) {
      add(sums[0].dy, sums[i].dy);
      add(sums[0].dyDeviation, sums[i].dyDeviation);
    }

    // With s = 1/√(variance + ε) and averages ⟨…⟩ over the pixels:
    // dx = γ·s·(dy − ⟨dy⟩ − (x − mean)·s²·⟨dy·(x − mean)⟩), where the averages
    // are what the statistics add if they are the batch's own.
    std::vector<double> factor(channels), slope(channels), offset(channels);
    for (int c = 0; c < channels; c++) {
      const double s = inverseDeviation(variance, c);
      dGamma[c] = static_cast<float>(sums[0].dyDeviation[c] * s);
      dBeta[c] = static_cast<float>(sums[0].dy[c]);
      factor[c] = numbers(gamma)[c] * s;
      if (!training_) continue;
      slope[c] = -factor[c] * s * s * sums[0].dyDeviation[c] / blocks.pixels;
      offset[c] = -factor[c] * sums[0].dy[c] / blocks.pixels;
    }
    const auto factors = repeated(blocks, factor);
    const auto slopes = repeated(blocks, slope);
    const auto offsets = repeated(blocks, offset);
    forEachBlock(
        context, blocks.count(), x.NumElements(), [&](long block, int) {
          const long first = blocks.firstNumber(block);
          gradientBlock(blocks, block, numbers(dy) + first, numbers(x) + first,
                        means, factors, slopes, offsets, dx + first);
        });
  }

 private:
  bool training_;
};

REGISTER_OP("MleMoveAverage")
    .Input("average: resource")
    .Input("towards: float")
    .Attr("keep: float")  // what the old average is multiplied with
    .Attr("take: float")  // what is added of the other
    .Output("value: float")
    .SetIsStateful();

class MoveAverage : public OpKernel {
 public:
  explicit MoveAverage(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("keep", &keep_));
    OP_REQUIRES_OK(context, context->GetAttr("take", &take_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& towards = context->input(1);
    VariablePtr variable;
    OP_REQUIRES_OK(context, findVariable(context, 0, variable));
    Tensor& average = *variable->tensor();
    MLE_REQUIRE(average.shape() == towards.shape(), "cannot move ",
                average.shape().DebugString(), " towards ",
                towards.shape().DebugString());
    for (long i = 0; i < towards.NumElements(); i++) {
      numbers(average)[i] =
          numbers(average)[i] * keep_ + numbers(towards)[i] * take_;
    }
    context->set_output(0, average);
  }

 private:
  float keep_, take_;
};

MLE_REGISTER("MleMoveAverage", MoveAverage);
MLE_REGISTER("MleBiasGradient", BiasGradient);
MLE_REGISTER("MleBatchStatistics", BatchStatistics);
MLE_REGISTER("MleBatchNorm", BatchNorm);
MLE_REGISTER("MleBatchNormGradient", BatchNormGradient);

}  // namespace
}  // namespace mle
