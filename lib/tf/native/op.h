// What all ops need: see lib/ops for what they compute. Channels come last, all
// numbers are float32, and the callers have checked the shapes; what is checked
// here keeps a wrong call from reading other memory.
#pragma once

#include "parallel.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"

namespace mle {

using tensorflow::DT_FLOAT;
using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;
using tensorflow::errors::InvalidArgument;

inline const float* numbers(const Tensor& tensor) {
  return tensor.flat<float>().data();
}

inline float* numbers(Tensor& tensor) { return tensor.flat<float>().data(); }

inline int dim(const Tensor& tensor, int axis) {
  return static_cast<int>(tensor.dim_size(axis));
}

/** Allocates an output; null, and the op has failed, where there is no memory.
 */
inline float* output(OpKernelContext* context, int index,
                     const TensorShape& shape) {
  Tensor* tensor = nullptr;
  const auto status = context->allocate_output(index, shape, &tensor);
  if (!status.ok()) {
    context->SetStatus(status);
    return nullptr;
  }
  return numbers(*tensor);
}

/** Memory for the time of one call; null, and the op has failed, likewise. */
class Scratch {
 public:
  Scratch(OpKernelContext* context, long size) {
    const auto status = context->allocate_temp(DT_FLOAT, {size}, &tensor_);
    if (status.ok()) {
      data = numbers(tensor_);
    } else {
      context->SetStatus(status);
    }
  }
  float* data = nullptr;

 private:
  Tensor tensor_;
};

/** The channel counts that are whole vectors on every processor. */
constexpr int kChannelStep = 16;

/** So many numbers at a time, where there is no other reason. */
constexpr long kBlock = 1 << 14;

/** The number of blocks, and where one ends. */
inline long blocksOf(long count) { return (count + kBlock - 1) / kBlock; }
inline long endOf(long block, long count) {
  return std::min(count, (block + 1) * kBlock);
}

#define MLE_REQUIRE(condition, ...) \
  OP_REQUIRES(context, condition, InvalidArgument(__VA_ARGS__))

#define MLE_REGISTER(name, kernel) \
  REGISTER_KERNEL_BUILDER(Name(name).Device(tensorflow::DEVICE_CPU), kernel)

}  // namespace mle
