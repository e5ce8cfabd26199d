// Shares work among threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

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

/** Blocks that await a thread: each has its own, so many in a row. */
class Shares {
 public:
  Shares(int threads, int64_t count) : count_(count), shares_(threads) {
    for (int i = 0; i < threads; i++) {
      shares_[i].next = count * i / threads;
      shares_[i].end = count * (i + 1) / threads;
    }
  }

  /** Takes blocks until there are none: a thread's own, then the others'. */
  template <typename Work>
  void take(int thread, const Work& work) {
    const int threads = static_cast<int>(shares_.size());
    for (int i = 0; i < threads; i++) {
      Share& share = shares_[(thread + i) % threads];
      for (int64_t block; (block = share.next.fetch_add(1)) < share.end;) {
        work(block, thread);
        done_.fetch_add(1);
      }
    }
  }

  bool areDone() const { return done_.load() == count_; }

 private:
  struct alignas(64) Share {  // a line of the cache each
    std::atomic<int64_t> next{0};
    int64_t end = 0;
  };

  const int64_t count_;
  std::vector<Share> shares_;
  std::atomic<int64_t> done_{0};
};

/**
 * Calls `work(block, thread)` for the blocks 0 … count-1. Each thread begins
 * with the same share of them every time, whose numbers an op before may have
 * left in its core's cache. Where two cores share no cache, and a line takes
 * 160 ns from one to the other instead of 26, the classifier's step takes 6.6
 * ms so, and 8.9 if any thread takes the next block (2026-11-30, AMD EPYC, Zen
 * 4). A thread that is done helps the others. `thread`, which is below
 * `threads`, selects scratch memory. Which thread gets which block is not
 * determined: sums must not depend on it.
 *
 * @param threads How many may be used.
 */
template <typename Work>
void forEachBlock(int threads, int64_t count, const Work& work) {
  if (count <= 1 || threads == 1) {
    for (int64_t block = 0; block < count; block++) work(block, 0);
    return;
  }
  // A thread may start after this call has returned. It then finds no block
  // left, and uses nothing but the shares.
  const auto shares = std::make_shared<Shares>(threads, count);
  const auto takeBlocks = [shares, &work](int thread) {
    shares->take(thread, work);
  };
  runOnWorkers(threads - 1,
               std::make_shared<std::function<void(int)>>(takeBlocks));
  takeBlocks(0);
  // The other threads finish the blocks that they have taken.
  while (!shares->areDone()) std::this_thread::yield();
}

}  // namespace mle
