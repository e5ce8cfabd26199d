// The rectifier and max pooling.
#pragma once

#include "max_pool.h"
#include "op.h"
#include "relu.h"

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
      rectify(numbers(x) + first, endOf(block, count) - first, y + first);
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
      rectifyGradient(numbers(dy) + first, numbers(y) + first,
                      endOf(block, count) - first, dx + first);
    });
  }
};

REGISTER_OP("MleMaxPool")
    .Input("x: float")
    .Attr("kernel: int")
    .Attr("stride: int")
    .Output("y: float")
    .Output("places: uint8");  // for the gradient

REGISTER_OP("MleMaxPoolGradient")
    .Input("dy: float")
    .Input("places: uint8")
    .Attr("kernel: int")
    .Attr("stride: int")
    .Attr("height: int")  // of x
    .Attr("width: int")
    .Output("dx: float");

/** An op with square windows. */
class PoolKernel : public OpKernel {
 public:
  explicit PoolKernel(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("kernel", &kernel_));
    OP_REQUIRES_OK(context, context->GetAttr("stride", &stride_));
    OP_REQUIRES(context, kernel_ > 0 && kernel_ <= 16 && stride_ > 0,
                InvalidArgument("kernel ", kernel_, ", stride ", stride_));
  }

 protected:
  int kernel_, stride_;
};

class MaxPool : public PoolKernel {
 public:
  using PoolKernel::PoolKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    MLE_REQUIRE(x.dims() == 4 && dim(x, 1) >= kernel_ && dim(x, 2) >= kernel_,
                "cannot pool ", x.shape().DebugString());
    const int batch = dim(x, 0);
    const PoolShape s{dim(x, 1), dim(x, 2), dim(x, 3), kernel_, stride_};
    const TensorShape outShape{batch, s.outHeight(), s.outWidth(), s.channels};
    Tensor* placesTensor = nullptr;
    OP_REQUIRES_OK(context,
                   context->allocate_output(1, outShape, &placesTensor));
    uint8_t* places = placesTensor->flat<uint8_t>().data();
    float* y = output(context, 0, outShape);
    if (!context->status().ok()) return;
    forEachBlock(context, batch, x.NumElements(), [&](long i, int) {
      maxPool(s, numbers(x) + i * s.inSize(), y + i * s.outSize(),
              places + i * s.outSize());
    });
  }
};

class MaxPoolGradient : public PoolKernel {
 public:
  explicit MaxPoolGradient(OpKernelConstruction* context)
      : PoolKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("height", &height_));
    OP_REQUIRES_OK(context, context->GetAttr("width", &width_));
    OP_REQUIRES(context, height_ >= kernel_ && width_ >= kernel_,
                InvalidArgument("height ", height_, ", width ", width_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &places = context->input(1);
    MLE_REQUIRE(dy.dims() == 4 && dy.shape() == places.shape(),
                "no gradient for ", dy.shape().DebugString(), " and ",
                places.shape().DebugString());
    const int batch = dim(dy, 0);
    const PoolShape s{height_, width_, dim(dy, 3), kernel_, stride_};
    MLE_REQUIRE(s.outHeight() == dim(dy, 1) && s.outWidth() == dim(dy, 2),
                "no gradient of ", height_, " × ", width_, " for ",
                dy.shape().DebugString());
    const uint8_t* placeNumbers = places.flat<uint8_t>().data();
    float* dx = output(context, 0, {batch, height_, width_, s.channels});
    if (!context->status().ok()) return;
    forEachBlock(context, batch, batch * s.inSize(), [&](long i, int) {
      maxPoolGradient(s, numbers(dy) + i * s.outSize(),
                      placeNumbers + i * s.outSize(), dx + i * s.inSize());
    });
  }

 private:
  int height_, width_;
};

MLE_REGISTER("MleRelu", Relu);
MLE_REGISTER("MleReluGradient", ReluGradient);
MLE_REGISTER("MleMaxPool", MaxPool);
MLE_REGISTER("MleMaxPoolGradient", MaxPoolGradient);

}  // namespace
}  // namespace mle
