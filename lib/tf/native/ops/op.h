// What all ops share. lib/ops documents what they compute. Channels come last,
// and all numbers are float32. The library checks shapes and explains what is
// wrong; the ops check them again, so that no call accesses memory out of
// bounds.
#pragma once

#include <limits>

#include "absl/strings/str_cat.h"
#include "parallel.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/lib/core/threadpool.h"

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

/** The error for invalid inputs, from the parts of its message. */
template <typename... Parts>
absl::Status invalidArgument(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(parts...));
}

/**
 * Allocates an output. If an int cannot index it, or there is no memory, the op
 * fails, and this returns null.
 */
inline float* output(OpKernelContext* context, int index,
                     const TensorShape& shape) {
  Tensor* tensor = nullptr;
  const auto status =
      shape.num_elements() > std::numeric_limits<int>::max()
          ? invalidArgument("an output of ", shape.DebugString())
          : context->allocate_output(index, shape, &tensor);
  if (!status.ok()) {
    context->SetStatus(status);
    return nullptr;
  }
  return numbers(*tensor);
}

/** Memory for one call. If there is none, the op fails, and data is null. */
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

/** Whether an int can index all numbers of a tensor. */
inline bool isSmall(const Tensor& tensor) {
  return tensor.NumElements() <= std::numeric_limits<int>::max();
}

/** How many threads an op may use: as many as TensorFlow's. */
inline int threadCount(OpKernelContext* context) {
  return std::max(
      1, context->device()->tensorflow_cpu_worker_threads()->num_threads);
}

/** Shares an op's work among its threads, see parallel.h. */
template <typename Work>
void forEachBlock(OpKernelContext* context, int64_t count, const Work& work) {
  forEachBlock(threadCount(context), count, work);
}

/** Shares `count` numbers among an op's threads: calls `work(first, length)`.
 */
template <typename Work>
void forEachRun(OpKernelContext* context, long count, const Work& work) {
  const long blocks = blocksOf(count);
  const int threads = threadsFor(threadCount(context), blocks);
  forEachBlock(threads, blocks, [&](long block, int) {
    const long first = block * kBlock;
    work(first, endOf(block, count) - first);
  });
}

/** The shapes of tensors, for a message. */
template <typename... Tensors>
std::string shapes(const Tensor& first, const Tensors&... others) {
  std::string text = first.shape().DebugString();
  ((text += " and " + others.shape().DebugString()), ...);
  return text;
}

#define MLE_REQUIRE(condition, ...) \
  OP_REQUIRES(context, condition, invalidArgument(__VA_ARGS__))

// Allocates an output, or memory for this call; without memory the call ends.
#define MLE_OUTPUT(name, index, ...)                 \
  float* name = output(context, index, __VA_ARGS__); \
  if (!context->status().ok()) return

#define MLE_SCRATCH(name, size)      \
  const Scratch name(context, size); \
  if (!context->status().ok()) return

#define MLE_REGISTER(name, kernel) \
  REGISTER_KERNEL_BUILDER(Name(name).Device(tensorflow::DEVICE_CPU), kernel)

/** An op that is a function, since it keeps no attributes. */
template <void compute(OpKernelContext*)>
class FunctionKernel : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override { compute(context); }
};

#define MLE_REGISTER_FUNCTION(name, function) \
  MLE_REGISTER(name, FunctionKernel<function>)

}  // namespace mle
