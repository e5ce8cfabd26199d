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

int attribute(OpKernelContext* context, const char* name) {
  int value = 0;
  context->SetStatus(GetNodeAttr(context->op_kernel().def(), name, &value));
  return value;
}

void answer(OpKernelContext* context, bool fits) {
  Tensor* answer = nullptr;
  OP_REQUIRES_OK(context, context->allocate_output(0, {}, &answer));
  answer->scalar<bool>()() = fits;
}

void conv2DFitsOp(OpKernelContext* context) {
  ConvShape s;
  s.out = attribute(context, "out_channels");
  s.stride = attribute(context, "stride");
  answer(context, convAlgorithm(s) != ConvAlgorithm::kNone);
}

void linearFitsOp(OpKernelContext* context) {
  answer(context, linearFits(attribute(context, "in_features"),
                             attribute(context, "out_features")));
}

void maxPoolFitsOp(OpKernelContext* context) {
  answer(context, maxPoolFits(attribute(context, "kernel")));
}

void kernelsInUse(OpKernelContext* context) {
  Tensor *instructions = nullptr, *lanes = nullptr;
  OP_REQUIRES_OK(context, context->allocate_output(0, {}, &instructions));
  OP_REQUIRES_OK(context, context->allocate_output(1, {}, &lanes));
  instructions->scalar<tensorflow::tstring>()() = kernels().instructions;
  lanes->scalar<int>()() = kernels().lanes;
}

MLE_REGISTER_FUNCTION("MleConv2DFits", conv2DFitsOp);
MLE_REGISTER_FUNCTION("MleLinearFits", linearFitsOp);
MLE_REGISTER_FUNCTION("MleMaxPoolFits", maxPoolFitsOp);
MLE_REGISTER_FUNCTION("MleKernels", kernelsInUse);

}  // namespace
}  // namespace mle
