// Work shared among threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/lib/core/threadpool.h"
#include "workers.h"

namespace mle {

/** So few numbers take longer to share among threads than to work on. */
constexpr int64_t kFewNumbers = 1 << 14;

/** How many threads an op may use: as many as TensorFlow's. */
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
 * @param numbers How many numbers are worked on in all.
 */
template <typename Work>
void forEachBlock(tensorflow::OpKernelContext* context, int64_t count,
                  int64_t numbers, const Work& work) {
  const int threads = threadCount(context);
  if (count == 1 || threads == 1 || numbers < kFewNumbers) {
    for (int64_t block = 0; block < count; block++) work(block, 0);
    return;
  }
  struct Progress {
    std::atomic<int64_t> next{0}, done{0};
  };
  // A thread that comes when all is done finds that out after this call has
  // returned: by then there is nothing but the progress.
  const auto progress = std::make_shared<Progress>();
  const auto takeBlocks = [progress, count, &work](int thread) {
    for (int64_t block; (block = progress->next.fetch_add(1)) < count;) {
      work(block, thread);
      progress->done.fetch_add(1);
    }
  };
  runOnWorkers(threads - 1,
               std::make_shared<std::function<void(int)>>(takeBlocks));
  takeBlocks(0);
  // At most one block's time for each of the others.
  while (progress->done.load() < count) std::this_thread::yield();
}

}  // namespace mle
