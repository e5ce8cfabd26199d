// Linear layers.
#include "fits.h"
#include "op.h"

namespace mle {
namespace {

REGISTER_OP("MleLinear")
    .Input("x: float")
    .Input("weight: float")  // [out, in]
    .Input("bias: float")
    .Output("y: float");

REGISTER_OP("MleLinearGradients")
    .Input("dy: float")
    .Input("x: float")
    .Input("weight: float")
    .Output("dweight: float")
    .Output("dbias: float")
    .Output("dx: float");

REGISTER_OP("MleLinearParameterGradients")
    .Input("dy: float")
    .Input("x: float")
    .Output("dweight: float")
    .Output("dbias: float");

/** The numbers in each row of a tensor [rows, …]; 0 if it has none. */
int rowSize(const Tensor& tensor) {
  const bool hasRows = tensor.dims() > 0 && tensor.dim_size(0) > 0;
  return hasRows ? static_cast<int>(tensor.NumElements() / tensor.dim_size(0))
                 : 0;
}

/** A linear layer's sizes. */
struct LinearShape {
  int batch = 0, in = 0, out = 0;

  /** Whether the long side is that of the inputs, or of the outputs. */
  bool isLongIn() const {
    return isWholeVectors(in) && (in >= out || !isWholeVectors(out));
  }
  LongSide side() const { return {isLongIn() ? in : out}; }
  bool computes() const { return batch > 0 && linearComputes(in, out); }

  Matrix x(const float* data) const { return {data, batch, in}; }
  Matrix y(const float* data) const { return {data, batch, out}; }
  Matrix weight(const float* data) const { return {data, out, in}; }
};

/** c = offset + the sum of each block's part; offset [columns] or null. */
void addParts(const float* parts, const LongSide& side, int rows, int columns,
              const float* offset, float* c) {
  const long size = static_cast<long>(rows) * columns;
  for (long row = 0; row < size; row += columns) {
    for (int j = 0; j < columns; j++) {
      double sum = offset == nullptr ? 0 : offset[j];
      for (long block = 0; block < side.count(); block++) {
        sum += parts[block * size + row + j];
      }
      c[row + j] = static_cast<float>(sum);
    }
  }
}

void linear(OpKernelContext* context) {
  const Tensor &x = context->input(0), &weight = context->input(1),
               &bias = context->input(2);
  MLE_REQUIRE(weight.dims() == 2 && isSmall(x) && isSmall(weight) &&
                  weight.dim_size(1) == rowSize(x) &&
                  bias.NumElements() == weight.dim_size(0),
              "cannot multiply ", shapes(x, weight));
  const LinearShape s{dim(x, 0), rowSize(x), dim(weight, 0)};
  MLE_REQUIRE(s.computes(), "no long side in ", shapes(weight));
  MLE_OUTPUT(y, 0, {s.batch, s.out});
  const LongSide side = s.side();
  const Matrix left = s.x(numbers(x)), right = s.weight(numbers(weight));
  if (s.isLongIn()) {
    const long size = static_cast<long>(s.batch) * s.out;
    MLE_SCRATCH(parts, side.count() * size);
    forEachBlock(context, side.count(), [&](long block, int) {
      kernels().productAlong(block, left, right, parts.data + block * size);
    });
    return addParts(parts.data, side, s.batch, s.out, numbers(bias), y);
  }
  MLE_SCRATCH(transposed, weight.NumElements());
  kernels().transpose(right, transposed.data);
  forEachBlock(context, side.count(), [&](long block, int) {
    kernels().productAcross(block, left, {transposed.data, s.in, s.out},
                            numbers(bias), y);
  });
}

/** With or without the gradient with respect to the input. */
template <bool kHasInput>
void linearGradients(OpKernelContext* context) {
  const Tensor &dy = context->input(0), &x = context->input(1);
  const LinearShape s{x.dims() > 0 ? dim(x, 0) : 0, rowSize(x), rowSize(dy)};
  MLE_REQUIRE(isSmall(dy) && isSmall(x) && s.out > 0 && s.batch == dim(dy, 0),
              "no gradients for ", shapes(dy, x));
  MLE_REQUIRE(s.computes(), "no long side in ", shapes(x, dy));
  const Tensor& weight = context->input(kHasInput ? 2 : 0);
  MLE_REQUIRE(!kHasInput || weight.shape() == TensorShape({s.out, s.in}),
              "no input gradient for ", shapes(dy, x, weight));
  MLE_OUTPUT(dWeight, 0, {s.out, s.in});
  MLE_OUTPUT(dBias, 1, {s.out});
  float* dx = kHasInput ? output(context, 2, {s.batch, s.in}) : nullptr;
  if (!context->status().ok()) return;

  const Matrix left = s.y(numbers(dy)), right = s.x(numbers(x));
  const LongSide side = s.side();
  kernels().sumRows(left, dBias);
  if (s.isLongIn()) {
    return forEachBlock(context, side.count(), [&](long block, int) {
      kernels().transposedProductAcross(block, left, right, dWeight);
      if (!kHasInput) return;
      kernels().productAcross(block, left, s.weight(numbers(weight)), nullptr,
                              dx);
    });
  }
  const long weights = static_cast<long>(s.in) * s.out;
  const long size = static_cast<long>(s.batch) * s.in;
  MLE_SCRATCH(dTransposed, weights);
  MLE_SCRATCH(transposed, kHasInput ? weights : 0);
  MLE_SCRATCH(parts, kHasInput ? side.count() * size : 0);
  if (kHasInput) {
    kernels().transpose(s.weight(numbers(weight)), transposed.data);
  }
  forEachBlock(context, side.count(), [&](long block, int) {
    kernels().transposedProductAcross(block, right, left, dTransposed.data);
    if (!kHasInput) return;
    kernels().productAlong(block, left, {transposed.data, s.in, s.out},
                           parts.data + block * size);
  });
  kernels().transpose({dTransposed.data, s.in, s.out}, dWeight);
  if (kHasInput) addParts(parts.data, side, s.batch, s.in, nullptr, dx);
}

MLE_REGISTER_FUNCTION("MleLinear", linear);
MLE_REGISTER_FUNCTION("MleLinearGradients", linearGradients<true>);
MLE_REGISTER_FUNCTION("MleLinearParameterGradients", linearGradients<false>);

}  // namespace
}  // namespace mle
