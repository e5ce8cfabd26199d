// Max pooling.
#include "fits.h"
#include "op.h"

namespace mle {
namespace {

REGISTER_OP("MleMaxPool")
    .Input("x: float")
    .Attr("kernel: int")
    .Attr("stride: int")
    .Attr("rectify: bool")
    .Output("y: float")
    .Output("places: uint8");  // for the gradient

REGISTER_OP("MleMaxPoolGradient")
    .Input("dy: float")
    .Input("places: uint8")
    .Attr("kernel: int")
    .Attr("stride: int")
    .Attr("height: int")  // of x
    .Attr("width: int")
    .Attr("rectified: bool")
    .Output("dx: float");

/** An op with square windows. */
class PoolKernel : public OpKernel {
 public:
  explicit PoolKernel(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("kernel", &kernel_));
    OP_REQUIRES_OK(context, context->GetAttr("stride", &stride_));
    OP_REQUIRES(context, maxPoolFits(kernel_) && stride_ > 0,
                invalidArgument("kernel ", kernel_, ", stride ", stride_));
  }

 protected:
  PoolShape poolShape(int height, int width, int channels) const {
    return {height, width, channels, kernel_, stride_};
  }

  int kernel_ = 1, stride_ = 1;
};

class MaxPool : public PoolKernel {
 public:
  explicit MaxPool(OpKernelConstruction* context) : PoolKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("rectify", &rectify_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    MLE_REQUIRE(isSmall(x) && x.dims() == 4 && x.dim_size(1) >= kernel_ &&
                    x.dim_size(2) >= kernel_ && x.dim_size(3) > 0,
                "cannot pool ", shapes(x));
    const int batch = dim(x, 0);
    const PoolShape s = poolShape(dim(x, 1), dim(x, 2), dim(x, 3));
    const TensorShape outShape{batch, s.outHeight(), s.outWidth(), s.channels};
    Tensor* placesTensor = nullptr;
    OP_REQUIRES_OK(context,
                   context->allocate_output(1, outShape, &placesTensor));
    uint8_t* places = placesTensor->flat<uint8_t>().data();
    MLE_OUTPUT(y, 0, outShape);
    forEachBlock(context, batch, [&](long i, int) {
      kernels().maxPool(s, rectify_, numbers(x) + i * s.inSize(),
                        y + i * s.outSize(), places + i * s.outSize());
    });
  }

 private:
  bool rectify_ = false;
};

class MaxPoolGradient : public PoolKernel {
 public:
  explicit MaxPoolGradient(OpKernelConstruction* context)
      : PoolKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("height", &height_));
    OP_REQUIRES_OK(context, context->GetAttr("width", &width_));
    OP_REQUIRES_OK(context, context->GetAttr("rectified", &isRectified_));
    OP_REQUIRES(context, height_ >= kernel_ && width_ >= kernel_,
                invalidArgument("height ", height_, ", width ", width_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &places = context->input(1);
    MLE_REQUIRE(isSmall(dy) && dy.dims() == 4 && dy.shape() == places.shape() &&
                    dy.dim_size(3) > 0,
                "no gradient for ", shapes(dy, places));
    const int batch = dim(dy, 0);
    const PoolShape s = poolShape(height_, width_, dim(dy, 3));
    MLE_REQUIRE(s.outHeight() == dim(dy, 1) && s.outWidth() == dim(dy, 2),
                "no gradient of ", height_, " × ", width_, " for ", shapes(dy));
    const uint8_t* placeNumbers = places.flat<uint8_t>().data();
    MLE_OUTPUT(dx, 0, {batch, height_, width_, s.channels});
    forEachBlock(context, batch, [&](long i, int) {
      kernels().maxPoolGradient(s, isRectified_, numbers(dy) + i * s.outSize(),
                                placeNumbers + i * s.outSize(),
                                dx + i * s.inSize());
    });
  }

 private:
  int height_ = 0, width_ = 0;
  bool isRectified_ = false;
};

MLE_REGISTER("MleMaxPool", MaxPool);
MLE_REGISTER("MleMaxPoolGradient", MaxPoolGradient);

}  // namespace
}  // namespace mle
