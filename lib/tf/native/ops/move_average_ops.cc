// Running averages, such as those of batch normalisation.
#include "op.h"
#include "variable.h"

namespace mle {
namespace {

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
                shapes(average), " towards ", shapes(towards));
    for (long i = 0; i < towards.NumElements(); i++) {
      numbers(average)[i] =
          numbers(average)[i] * keep_ + numbers(towards)[i] * take_;
    }
    context->set_output(0, average);
  }

 private:
  float keep_ = 0, take_ = 0;
};

MLE_REGISTER("MleMoveAverage", MoveAverage);

}  // namespace
}  // namespace mle
