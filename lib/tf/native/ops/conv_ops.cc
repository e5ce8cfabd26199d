// Convolutions, each by the fastest algorithm for its shape.
#include "conv_algorithms.h"

namespace mle {
namespace {

REGISTER_OP("MleConv2D")
    .Input("x: float")
    .Input("filter: float")
    .Input("bias: float")  // empty for none
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("y: float");

REGISTER_OP("MleConv2DInputGradient")
    .Input("dy: float")
    .Input("filter: float")
    .Input("bias: float")  // likewise; added to the gradient
    .Attr("height: int")   // of x
    .Attr("width: int")
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("dx: float");

REGISTER_OP("MleConv2DFilterGradient")
    .Input("x: float")
    .Input("dy: float")
    .Attr("kernel_height: int")
    .Attr("kernel_width: int")
    .Attr("stride: int")
    .Attr("padding: int")
    .Output("dfilter: float")
    .Output("dbias: float");

/** Whether a bias has one number per channel, or is empty. */
bool fitsBias(const Tensor& bias, const Tensor& filter, int axis) {
  return bias.NumElements() == 0 || bias.NumElements() == filter.dim_size(axis);
}

const float* biasNumbers(const Tensor& bias) {
  return bias.NumElements() == 0 ? nullptr : numbers(bias);
}

/** Whether a tensor has four axes and an int can index it. */
bool isPictures(const Tensor& tensor) {
  return tensor.dims() == 4 && isSmall(tensor);
}

/** An op with stride and padding. */
class ConvKernel : public OpKernel {
 public:
  explicit ConvKernel(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("stride", &stride_));
    OP_REQUIRES_OK(context, context->GetAttr("padding", &padding_));
    OP_REQUIRES(context, stride_ > 0 && padding_ >= 0,
                invalidArgument("stride ", stride_, ", padding ", padding_));
  }

 protected:
  ConvShape convShape(int height, int width, int in, int kernelHeight,
                      int kernelWidth, int outHeight, int outWidth,
                      int out) const {
    return {height,    width,    in,  kernelHeight, kernelWidth,
            outHeight, outWidth, out, stride_,      padding_};
  }

  /** The output's length; 0 if the kernel is longer than the padded picture. */
  int outLength(const Tensor& x, const Tensor& filter, int axis) const {
    const long room =
        x.dim_size(axis) + 2l * padding_ - filter.dim_size(axis - 1);
    const long length = room < 0 ? 0 : room / stride_ + 1;
    return length > std::numeric_limits<int>::max() ? 0
                                                    : static_cast<int>(length);
  }

 private:
  int stride_ = 1, padding_ = 0;
};

class Conv2D : public ConvKernel {
 public:
  using ConvKernel::ConvKernel;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &filter = context->input(1),
                 &bias = context->input(2);
    MLE_REQUIRE(isPictures(x) && isPictures(filter) &&
                    filter.dim_size(2) == x.dim_size(3) &&
                    fitsBias(bias, filter, 3),
                "cannot convolve ", shapes(x, filter, bias));
    const ConvShape s = convShape(
        dim(x, 1), dim(x, 2), dim(x, 3), dim(filter, 0), dim(filter, 1),
        outLength(x, filter, 1), outLength(x, filter, 2), dim(filter, 3));
    const ConvAlgorithm algorithm = convAlgorithm(s);
    MLE_REQUIRE(isConvolution(s) && algorithm != ConvAlgorithm::kNone,
                "cannot convolve ", shapes(x, filter));
    const ConvInputs inputs{dim(x, 0), numbers(x), numbers(filter),
                            biasNumbers(bias)};
    MLE_OUTPUT(y, 0, {inputs.batch, s.outHeight, s.outWidth, s.out});
    if (algorithm == ConvAlgorithm::kWinograd) {
      convolveByWinograd(context, s, inputs, y);
    } else if (algorithm == ConvAlgorithm::kFewChannels) {
      convolveByFewChannels(context, s, inputs, y);
    } else {
      convolveDirectly(context, s, inputs, y);
    }
  }
};

class Conv2DInputGradient : public ConvKernel {
 public:
  explicit Conv2DInputGradient(OpKernelConstruction* context)
      : ConvKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("height", &height_));
    OP_REQUIRES_OK(context, context->GetAttr("width", &width_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &dy = context->input(0), &filter = context->input(1),
                 &bias = context->input(2);
    MLE_REQUIRE(isPictures(dy) && isPictures(filter) &&
                    filter.dim_size(3) == dy.dim_size(3) &&
                    fitsBias(bias, filter, 2),
                "no input gradient for ", shapes(dy, filter, bias));
    const ConvShape s =
        convShape(height_, width_, dim(filter, 2), dim(filter, 0),
                  dim(filter, 1), dim(dy, 1), dim(dy, 2), dim(filter, 3));
    MLE_REQUIRE(isConvolution(s), "no input gradient of ", height_, " × ",
                width_, " for ", shapes(dy));
    ConvInputs inputs{dim(dy, 0), numbers(dy), numbers(filter),
                      biasNumbers(bias)};
    const ConvAlgorithm algorithm = convInputGradientAlgorithm(s);
    MLE_OUTPUT(dx, 0, {inputs.batch, height_, width_, s.in});
    if (algorithm == ConvAlgorithm::kDirect) {
      return convolveBackDirectly(context, s, inputs, dx);
    }
    MLE_SCRATCH(rotated, filter.NumElements());
    kernels().rotateFilter(s, numbers(filter), rotated.data);
    inputs.filter = rotated.data;
    if (algorithm == ConvAlgorithm::kWinograd) {
      convolveByWinograd(context, backward(s), inputs, dx);
    } else {
      convolveByFewChannels(context, backward(s), inputs, dx);
    }
  }

 private:
  int height_ = 0, width_ = 0;
};

class Conv2DFilterGradient : public ConvKernel {
 public:
  explicit Conv2DFilterGradient(OpKernelConstruction* context)
      : ConvKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("kernel_height", &kernelHeight_));
    OP_REQUIRES_OK(context, context->GetAttr("kernel_width", &kernelWidth_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &dy = context->input(1);
    MLE_REQUIRE(
        isPictures(x) && isPictures(dy) && x.dim_size(0) == dy.dim_size(0),
        "no filter gradient for ", shapes(x, dy));
    const ConvShape s =
        convShape(dim(x, 1), dim(x, 2), dim(x, 3), kernelHeight_, kernelWidth_,
                  dim(dy, 1), dim(dy, 2), dim(dy, 3));
    const ConvAlgorithm algorithm = convAlgorithm(s);
    MLE_REQUIRE(isConvolution(s) && algorithm != ConvAlgorithm::kNone,
                "no filter gradient for ", shapes(x, dy));
    MLE_OUTPUT(dFilter, 0, {kernelHeight_, kernelWidth_, s.in, s.out});
    MLE_OUTPUT(dBias, 1, {s.out});
    const ConvGradients gradients{dim(x, 0), numbers(x), numbers(dy), dFilter,
                                  dBias};
    if (algorithm == ConvAlgorithm::kWinograd) {
      filterGradientByWinograd(context, s, gradients);
    } else if (algorithm == ConvAlgorithm::kFewChannels) {
      filterGradientByFewChannels(context, s, gradients);
    } else {
      filterGradientDirectly(context, s, gradients);
    }
  }

 private:
  int kernelHeight_ = 0, kernelWidth_ = 0;
};

MLE_REGISTER("MleConv2D", Conv2D);
MLE_REGISTER("MleConv2DInputGradient", Conv2DInputGradient);
MLE_REGISTER("MleConv2DFilterGradient", Conv2DFilterGradient);

}  // namespace
}  // namespace mle
