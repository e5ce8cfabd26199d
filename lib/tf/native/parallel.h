// Work shared among TensorFlow's own threads. Threads of our own would not do:
// TensorFlow's would fall asleep meanwhile, and its next ops wait for them.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/lib/core/threadpool.h"

namespace mle {

/**
 * Few numbers: waking other threads takes longer than touching them all.
 */
constexpr int64_t kFewNumbers = 1 << 16;

/** How many threads an op may use, the one that calls it included. */
inline int threadCount(tensorflow::OpKernelContext* context) {
  return std::max(
      1, context->device()->tensorflow_cpu_worker_threads()->num_threads);
}

/**
 * Calls `work(block, thread)` for the blocks 0 … count-1, which the threads
 * take one by one, so that a thread that is held up does not hold up the
 * others. `thread` tells threads apart, for memory of their own. What is added
 * up over blocks must be added up by block: which thread takes which is chance.
 *
 * @param numbers So many are worked on in all.
 */
template <typename Work>
void forEachBlock(tensorflow::OpKernelContext* context, int64_t count,
                  int64_t numbers, const Work& work) {
  struct Progress {
    std::atomic<int64_t> next{0}, done{0};
  };
  // A thread that wakes when all is done finds that out after the call has
  // returned: by then there is nothing but this.
  const auto progress = std::make_shared<Progress>();
  const auto takeBlocks = [progress, count, &work](int thread) {
    for (int64_t block; (block = progress->next.fetch_add(1)) < count;) {
      work(block, thread);
      progress->done.fetch_add(1);
    }
  };
  const int64_t threads = numbers < kFewNumbers
                              ? 1
                              : std::min<int64_t>(threadCount(context), count);
  auto* workers = context->device()->tensorflow_cpu_worker_threads()->workers;
  for (int thread = 1; thread < threads; thread++) {
    workers->Schedule([takeBlocks, thread] { takeBlocks(thread); });
  }
  takeBlocks(0);
  // At most one block's time for each of the others.
  while (progress->done.load() < count) std::this_thread::yield();
}

}  // namespace mle
