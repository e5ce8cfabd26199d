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

REGISTER_OP("MleLinearInputGradient")
    .Input("dy: float")
    .Input("weight: float")
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

/** c = a·bᵀ + offset, summed over the long side; offset [b.rows] or null. */
void multiplyAlong(OpKernelContext* context, const LinearShape& s,
                   const Matrix& a, const Matrix& b, const float* offset,
                   float* c) {
  const LongSide side = s.side();
  const long size = static_cast<long>(a.rows) * b.rows;
  MLE_SCRATCH(parts, size * side.count());
  forEachBlock(context, side.count(), [&](long block, int) {
    kernels().productAlong(block, a, b, parts.data + block * size);
  });
  for (long row = 0; row < size; row += b.rows) {
    for (int j = 0; j < b.rows; j++) {
      double sum = offset == nullptr ? 0 : offset[j];
      for (long block = 0; block < side.count(); block++) {
        sum += parts.data[block * size + row + j];
      }
      c[row + j] = static_cast<float>(sum);
    }
  }
}

/** c = a·b + offset, [rows, long side]; offset [long side] or null. */
void multiplyAcross(OpKernelContext* context, const LinearShape& s,
                    const Matrix& a, const Matrix& b, const float* offset,
                    float* c) {
  forEachBlock(context, s.side().count(), [&](long block, int) {
    kernels().productAcross(block, a, b, offset, c);
  });
}

/** c = aᵀ·b, [rows, long side]. */
void multiplyTransposed(OpKernelContext* context, const LinearShape& s,
                        const Matrix& a, const Matrix& b, float* c) {
  forEachBlock(context, s.side().count(), [&](long block, int) {
    kernels().transposedProductAcross(block, a, b, c);
  });
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
  if (s.isLongIn()) {
    return multiplyAlong(context, s, s.x(numbers(x)), s.weight(numbers(weight)),
                         numbers(bias), y);
  }
  MLE_SCRATCH(transposed, weight.NumElements());
  kernels().transpose(s.weight(numbers(weight)), transposed.data);
  multiplyAcross(context, s, s.x(numbers(x)), {transposed.data, s.in, s.out},
                 numbers(bias), y);
}

void linearInputGradient(OpKernelContext* context) {
  const Tensor &dy = context->input(0), &weight = context->input(1);
  MLE_REQUIRE(weight.dims() == 2 && isSmall(dy) && isSmall(weight) &&
                  weight.dim_size(0) == rowSize(dy),
              "no input gradient for ", shapes(dy, weight));
  const LinearShape s{dim(dy, 0), dim(weight, 1), dim(weight, 0)};
  MLE_REQUIRE(s.computes(), "no long side in ", shapes(weight));
  MLE_OUTPUT(dx, 0, {s.batch, s.in});
  if (s.isLongIn()) {
    return multiplyAcross(context, s, s.y(numbers(dy)),
                          s.weight(numbers(weight)), nullptr, dx);
  }
  MLE_SCRATCH(transposed, weight.NumElements());
  kernels().transpose(s.weight(numbers(weight)), transposed.data);
  multiplyAlong(context, s, s.y(numbers(dy)), {transposed.data, s.in, s.out},
                nullptr, dx);
}

void linearParameterGradients(OpKernelContext* context) {
  const Tensor &dy = context->input(0), &x = context->input(1);
  const LinearShape s{x.dims() > 0 ? dim(x, 0) : 0, rowSize(x), rowSize(dy)};
  MLE_REQUIRE(isSmall(dy) && isSmall(x) && s.out > 0 && s.batch == dim(dy, 0),
              "no gradients for ", shapes(dy, x));
  MLE_REQUIRE(s.computes(), "no long side in ", shapes(x, dy));
  MLE_OUTPUT(dWeight, 0, {s.out, s.in});
  MLE_OUTPUT(dBias, 1, {s.out});
  kernels().sumRows(s.y(numbers(dy)), dBias);
  if (s.isLongIn()) {
    return multiplyTransposed(context, s, s.y(numbers(dy)), s.x(numbers(x)),
                              dWeight);
  }
  MLE_SCRATCH(transposed, static_cast<long>(s.in) * s.out);
  multiplyTransposed(context, s, s.x(numbers(x)), s.y(numbers(dy)),
                     transposed.data);
  kernels().transpose({transposed.data, s.in, s.out}, dWeight);
}

MLE_REGISTER_FUNCTION("MleLinear", linear);
MLE_REGISTER_FUNCTION("MleLinearInputGradient", linearInputGradient);
MLE_REGISTER_FUNCTION("MleLinearParameterGradients", linearParameterGradients);

}  // namespace
}  // namespace mle
