// Sums over pixels and batch normalisation.
#include <cmath>

#include "../kernels/kernels.h"
#include "op.h"

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

/** Whether there are channels, and an int can index a row of them. */
bool hasChannels(const Tensor& x) {
  return x.dims() > 0 && x.NumElements() > 0 &&
         x.dim_size(x.dims() - 1) <= std::numeric_limits<int>::max() / kRepeats;
}

void copyTo(const std::vector<double>& from, float* to) {
  for (size_t c = 0; c < from.size(); c++) to[c] = static_cast<float>(from[c]);
}

void add(std::vector<double>& sum, const std::vector<double>& more) {
  for (size_t c = 0; c < sum.size(); c++) sum[c] += more[c];
}

void biasGradient(OpKernelContext* context) {
  const Tensor& dy = context->input(0);
  MLE_REQUIRE(hasChannels(dy), "no channels in ", shapes(dy));
  const PixelBlocks blocks = pixelBlocks(dy);
  std::vector<std::vector<double>> sums(blocks.count());
  MLE_OUTPUT(dBias, 0, {blocks.channels});
  forEachBlock(context, blocks.count(), [&](long block, int) {
    sums[block] =
        kernels().sumOf(blocks, block, numbers(dy) + blocks.firstNumber(block));
  });
  for (size_t i = 1; i < sums.size(); i++) add(sums[0], sums[i]);
  copyTo(sums[0], dBias);
}

void batchStatistics(OpKernelContext* context) {
  const Tensor& x = context->input(0);
  MLE_REQUIRE(hasChannels(x), "no channels in ", shapes(x));
  const PixelBlocks blocks = pixelBlocks(x);
  std::vector<Moments> moments(blocks.count());
  MLE_OUTPUT(mean, 0, {blocks.channels});
  MLE_OUTPUT(variance, 1, {blocks.channels});
  forEachBlock(context, blocks.count(), [&](long block, int) {
    moments[block] = kernels().momentsOf(
        blocks, block, numbers(x) + blocks.firstNumber(block));
  });
  Moments& all = moments[0];
  for (long block = 1; block < blocks.count(); block++) {
    kernels().addMoments(all, moments[block]);
  }
  for (double& squares : all.squares) squares /= all.count;
  copyTo(all.mean, mean);
  copyTo(all.squares, variance);
}

/** An op that normalises with the statistics that it receives. */
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
  float epsilon_ = 0;
};

class BatchNorm : public BatchNormKernel {
 public:
  using BatchNormKernel::BatchNormKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &gamma = context->input(1),
                 &beta = context->input(2), &mean = context->input(3),
                 &variance = context->input(4);
    MLE_REQUIRE(fit(x, {gamma, beta, mean, variance}), "cannot normalise ",
                shapes(x));
    const PixelBlocks blocks = pixelBlocks(x);
    std::vector<double> factor(blocks.channels), offset(blocks.channels);
    for (int c = 0; c < blocks.channels; c++) {
      factor[c] = numbers(gamma)[c] * inverseDeviation(variance, c);
      offset[c] = numbers(beta)[c] - numbers(mean)[c] * factor[c];
    }
    const ChannelScale scale{kernels().repeated(blocks, factor),
                             kernels().repeated(blocks, offset)};
    MLE_OUTPUT(y, 0, x.shape());
    forEachBlock(context, blocks.count(), [&](long block, int) {
      const long first = blocks.firstNumber(block);
      kernels().scaleBlock(blocks, block, numbers(x) + first, scale, y + first);
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
                "cannot normalise ", shapes(x));
    const PixelBlocks blocks = pixelBlocks(x);
    const int channels = blocks.channels;
    const std::vector<double> meanValues(numbers(mean),
                                         numbers(mean) + channels);
    const auto means = kernels().repeated(blocks, meanValues);
    MLE_OUTPUT(dx, 0, x.shape());
    MLE_OUTPUT(dGamma, 1, {channels});
    MLE_OUTPUT(dBeta, 2, {channels});

    std::vector<GradientSums> sums(blocks.count());
    forEachBlock(context, blocks.count(), [&](long block, int) {
      const long first = blocks.firstNumber(block);
      sums[block] = kernels().gradientSumsOf(blocks, block, numbers(dy) + first,
                                             numbers(x) + first, means);
    });
    for (size_t i = 1; i < sums.size(); i++) {
      add(sums[0].dy, sums[i].dy);
      add(sums[0].dyDeviation, sums[i].dyDeviation);
    }

    // With s = 1/√(variance + ε) and averages ⟨…⟩ over the pixels:
    // dx = γ·s·(dy − ⟨dy⟩ − (x − mean)·s²·⟨dy·(x − mean)⟩). The averages come
    // from the statistics; in use, where these are constants, dx = γ·s·dy.
    std::vector<double> factor(channels), slope(channels), offset(channels);
    for (int c = 0; c < channels; c++) {
      const double s = inverseDeviation(variance, c);
      dGamma[c] = static_cast<float>(sums[0].dyDeviation[c] * s);
      dBeta[c] = static_cast<float>(sums[0].dy[c]);
      factor[c] = numbers(gamma)[c] * s;
      slope[c] = -factor[c] * s * s * sums[0].dyDeviation[c] / blocks.pixels;
      offset[c] = -factor[c] * sums[0].dy[c] / blocks.pixels;
    }
    if (training_) {
      const ChannelGradient gradient{means, kernels().repeated(blocks, factor),
                                     kernels().repeated(blocks, slope),
                                     kernels().repeated(blocks, offset)};
      forEachBlock(context, blocks.count(), [&](long block, int) {
        const long first = blocks.firstNumber(block);
        kernels().gradientBlock(blocks, block, numbers(dy) + first,
                                numbers(x) + first, gradient, dx + first);
      });
      return;
    }
    // Does not read x: an infinite one would give 0 · ∞.
    const ChannelScale scale{
        kernels().repeated(blocks, factor),
        kernels().repeated(blocks, std::vector<double>(channels))};
    forEachBlock(context, blocks.count(), [&](long block, int) {
      const long first = blocks.firstNumber(block);
      kernels().scaleBlock(blocks, block, numbers(dy) + first, scale,
                           dx + first);
    });
  }

 private:
  bool training_ = false;
};

MLE_REGISTER_FUNCTION("MleBiasGradient", biasGradient);
MLE_REGISTER_FUNCTION("MleBatchStatistics", batchStatistics);
MLE_REGISTER("MleBatchNorm", BatchNorm);
MLE_REGISTER("MleBatchNormGradient", BatchNormGradient);

}  // namespace
}  // namespace mle
