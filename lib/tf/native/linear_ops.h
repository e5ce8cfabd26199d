// Linear layers.
#pragma once

#include <vector>

#include "linear.h"
#include "op.h"

namespace mle {
namespace {

REGISTER_OP("MleLinear")
    .Input("x: float")
    .Input("weight: float")  // [out, in]
    .Input("bias: float")
    .Output("y: float");

REGISTER_OP("MleLinearInputGradient")
    .Input("dy: float")
    .Input("weight: float")
    .Output("dx: float");

REGISTER_OP("MleLinearParameterGradients")
    .Input("dy: float")
    .Input("x: float")
    .Output("dweight: float")
    .Output("dbias: float");

/** A layer from so many numbers to so many. */
struct LinearShape {
  int batch, in, out;

  /** Whether the inputs are the long side; otherwise the outputs are. */
  bool isLongIn() const {
    return in % kChannelStep == 0 && (in >= out || out % kChannelStep != 0);
  }
  LongSide side() const { return {isLongIn() ? in : out}; }
  bool fits() const {
    return batch > 0 && in > 0 && out > 0 &&
           (in % kChannelStep == 0 || out % kChannelStep == 0);
  }
  /** A measure of the work: a product takes less time than a number read. */
  long work() const { return static_cast<long>(batch) * in * out / 16; }
};

/** c [rows, columns] = a·bᵀ along the long side. */
void multiplyAlong(OpKernelContext* context, const LinearShape& s,
                   const float* a, const float* b, int columns,
                   const float* offset, float* c) {
  const LongSide side = s.side();
  const long size = static_cast<long>(s.batch) * columns;
  const Scratch parts(context, size * side.count());
  if (!context->status().ok()) return;
  forEachBlock(context, side.count(), s.work(), [&](long block, int) {
    productAlong(side, block, a, s.batch, b, columns,
                 parts.data + block * size);
  });
  for (long i = 0; i < size; i++) {
    double sum = offset == nullptr ? 0 : offset[i % columns];
    for (long block = 0; block < side.count(); block++) {
      sum += parts.data[block * size + i];
    }
    c[i] = static_cast<float>(sum);
  }
}

/** c [rows, long side] = a·b, or aᵀ·b. */
void multiplyAcross(OpKernelContext* context, const LinearShape& s,
                    const float* a, int rows, int depth, bool isTransposed,
                    const float* b, const float* offset, float* c) {
  const LongSide side = s.side();
  forEachBlock(context, side.count(), s.work(), [&](long block, int) {
    productAcross(side, block, a, rows, depth, isTransposed, b, offset, c);
  });
}

class Linear : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &weight = context->input(1),
                 &bias = context->input(2);
    MLE_REQUIRE(x.dims() == 2 && weight.dims() == 2 &&
                    weight.dim_size(1) == x.dim_size(1) &&
                    bias.NumElements() == weight.dim_size(0),
                "cannot multiply ", x.shape().DebugString(), " with ",
                weight.shape().DebugString());
    const LinearShape s{dim(x, 0), dim(x, 1), dim(weight, 0)};
    MLE_REQUIRE(s.fits(), "no long side in ", weight.shape().DebugString());
    float* y = output(context, 0, {s.batch, s.out});
    if (!context->status().ok()) return;
    if (s.isLongIn()) {
      return multiplyAlong(context, s, numbers(x), numbers(weight), s.out,
                           numbers(bias), y);
    }
    const Scratch turned(context, weight.NumElements());
    if (!context->status().ok()) return;
    transpose(numbers(weight), s.out, s.in, turned.data);
    multiplyAcross(context, s, numbers(x), s.batch, s.in, false, turned.data,
                   numbers(bias), y);
  }
};

class LinearInputGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &weight = context->input(1);
    MLE_REQUIRE(dy.dims() == 2 && weight.dims() == 2 &&
                    weight.dim_size(0) == dy.dim_size(1),
                "no input gradient for ", dy.shape().DebugString(), " and ",
                weight.shape().DebugString());
    const LinearShape s{dim(dy, 0), dim(weight, 1), dim(weight, 0)};
    MLE_REQUIRE(s.fits(), "no long side in ", weight.shape().DebugString());
    float* dx = output(context, 0, {s.batch, s.in});
    if (!context->status().ok()) return;
    if (s.isLongIn()) {
      return multiplyAcross(context, s, numbers(dy), s.batch, s.out, false,
                            numbers(weight), nullptr, dx);
    }
    const Scratch turned(context, weight.NumElements());
    if (!context->status().ok()) return;
    transpose(numbers(weight), s.out, s.in, turned.data);
    multiplyAlong(context, s, numbers(dy), turned.data, s.in, nullptr, dx);
  }
};

class LinearParameterGradients : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &x = context->input(1);
    MLE_REQUIRE(
        dy.dims() == 2 && x.dims() == 2 && x.dim_size(0) == dy.dim_size(0),
        "no gradients for ", dy.shape().DebugString(), " and ",
        x.shape().DebugString());
    const LinearShape s{dim(x, 0), dim(x, 1), dim(dy, 1)};
    MLE_REQUIRE(s.fits(), "no long side in ", x.shape().DebugString(), ", ",
                dy.shape().DebugString());
    float* dWeight = output(context, 0, {s.out, s.in});
    float* dBias = output(context, 1, {s.out});
    if (!context->status().ok()) return;
    sumRows(numbers(dy), s.batch, s.out, dBias);
    if (s.isLongIn()) {
      return multiplyAcross(context, s, numbers(dy), s.out, s.batch, true,
                            numbers(x), nullptr, dWeight);
    }
    const Scratch turned(context, static_cast<long>(s.in) * s.out);
    if (!context->status().ok()) return;
    multiplyAcross(context, s, numbers(x), s.in, s.batch, true, numbers(dy),
                   nullptr, turned.data);
    transpose(turned.data, s.in, s.out, dWeight);
  }
};

MLE_REGISTER("MleLinear", Linear);
MLE_REGISTER("MleLinearInputGradient", LinearInputGradient);
MLE_REGISTER("MleLinearParameterGradients", LinearParameterGradients);

}  // namespace
}  // namespace mle
