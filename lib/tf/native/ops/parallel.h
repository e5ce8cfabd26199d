// Shares work among threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "workers.h"

namespace mle {

/**
 * Numbers that a thread processes at a time, unless an op says otherwise. For
 * the rectifier and 2¹⁷ numbers, 2¹² to 2¹⁶ take the same time within 3 %
 * (tests/tf/native/constants_bench.ts, 2026-11-29, AMD EPYC, Zen 4).
 */
constexpr long kBlock = 1 << 14;

/**
 * With fewer of these blocks, one thread takes less time: their numbers are in
 * its core's cache, and another core gets them no faster than some 60 ns for 16
 * of them. A step of 784 → 10 → 784 features, whose longest op has 4 blocks,
 * took 0.23 ms on one thread, 0.23 to 0.46 ms on two with nothing else to run
 * (2026-11-30, AMD EPYC, Zen 4).
 */
constexpr int64_t kBlocksToShare = 8;

/** The number of blocks, and where one ends. */
inline long blocksOf(long count) { return (count + kBlock - 1) / kBlock; }
inline long endOf(long block, long count) {
  return std::min(count, (block + 1) * kBlock);
}

/** How many threads are worth using for a number of these blocks. */
inline int threadsFor(int threads, int64_t blocks) {
  return blocks < kBlocksToShare ? 1 : threads;
}

/**
 * Calls `work(block, thread)` for the blocks 0 … count-1. Each thread takes the
 * next block as soon as it is free, so that a slow one does not delay the
 * others. `thread`, which is below `threads`, selects scratch memory. Which
 * thread gets which block is not determined: sums must not depend on it.
 *
 * @param threads How many may be used.
 */
template <typename Work>
void forEachBlock(int threads, int64_t count, const Work& work) {
  if (count <= 1 || threads == 1) {
    for (int64_t block = 0; block < count; block++) work(block, 0);
    return;
  }
  struct Progress {
    std::atomic<int64_t> next{0}, done{0};
  };
  // A thread may start after this call has returned. It then finds no block
  // left, and uses nothing but the progress.
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
  // The other threads finish the blocks that they have taken.
  while (progress->done.load() < count) std::this_thread::yield();
}

}  // namespace mle
