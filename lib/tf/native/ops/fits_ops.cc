// Tells the library which shapes our ops support on this processor, and which
// kernels are in use.
#include "fits.h"
#include "op.h"

namespace mle {
namespace {

REGISTER_OP("MleConv2DFits")
    .Attr("out_channels: int")
    .Attr("stride: int")
    .Output("fits: bool");

REGISTER_OP("MleLinearFits")
    .Attr("in_features: int")
    .Attr("out_features: int")
    .Output("fits: bool");

REGISTER_OP("MleMaxPoolFits").Attr("kernel: int").Output("fits: bool");

REGISTER_OP("MleKernels").Output("instructions: string").Output("lanes: int32");

/** An op whose answer only depends on its attributes. */
class FitsKernel : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    Tensor* answer = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, {}, &answer));
    answer->scalar<bool>()() = fits_;
  }

 protected:
  bool fits_ = false;
};

class Conv2DFits : public FitsKernel {
 public:
  explicit Conv2DFits(OpKernelConstruction* context) : FitsKernel(context) {
    ConvShape s;
    OP_REQUIRES_OK(context, context->GetAttr("out_channels", &s.out));
    OP_REQUIRES_OK(context, context->GetAttr("stride", &s.stride));
    fits_ = convAlgorithm(s) != ConvAlgorithm::kNone;
  }
};

class LinearFits : public FitsKernel {
 public:
  explicit LinearFits(OpKernelConstruction* context) : FitsKernel(context) {
    int in = 0, out = 0;
    OP_REQUIRES_OK(context, context->GetAttr("in_features", &in));
    OP_REQUIRES_OK(context, context->GetAttr("out_features", &out));
    fits_ = linearFits(in, out);
  }
};

class MaxPoolFits : public FitsKernel {
 public:
  explicit MaxPoolFits(OpKernelConstruction* context) : FitsKernel(context) {
    int kernel = 0;
    OP_REQUIRES_OK(context, context->GetAttr("kernel", &kernel));
    fits_ = maxPoolFits(kernel);
  }
};

class KernelsInUse : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    Tensor *instructions = nullptr, *lanes = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, {}, &instructions));
    OP_REQUIRES_OK(context, context->allocate_output(1, {}, &lanes));
    instructions->scalar<tensorflow::tstring>()() = kernels().instructions;
    lanes->scalar<int>()() = kernels().lanes;
  }
};

MLE_REGISTER("MleConv2DFits", Conv2DFits);
MLE_REGISTER("MleLinearFits", LinearFits);
MLE_REGISTER("MleMaxPoolFits", MaxPoolFits);
MLE_REGISTER("MleKernels", KernelsInUse);

}  // namespace
}  // namespace mle
