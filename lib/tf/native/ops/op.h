// What all ops need: see lib/ops for what they compute. Channels come last, and
// all numbers are float32. The library has checked the shapes, with messages
// for people; the ops check them again, so that no call reads or writes memory
// that is not its own.
#pragma once

#include <limits>

#include "absl/strings/str_cat.h"
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

/** Whether all numbers of a tensor can be counted by an int. */
inline bool isSmall(const Tensor& tensor) {
  return tensor.NumElements() <= std::numeric_limits<int>::max();
}

/** As many numbers as one thread works on at a time, by default. */
constexpr long kBlock = 1 << 14;

/** The number of blocks, and where one ends. */
inline long blocksOf(long count) { return (count + kBlock - 1) / kBlock; }
inline long endOf(long block, long count) {
  return std::min(count, (block + 1) * kBlock);
}

/** The error for a call that does not fit, from parts of its message. */
template <typename... Parts>
absl::Status invalidArgument(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(parts...));
}

#define MLE_REQUIRE(condition, ...) \
  OP_REQUIRES(context, condition, invalidArgument(__VA_ARGS__))

#define MLE_REGISTER(name, kernel) \
  REGISTER_KERNEL_BUILDER(Name(name).Device(tensorflow::DEVICE_CPU), kernel)

}  // namespace mle
