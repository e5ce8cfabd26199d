// Windows of 2 × 2 pixels side by side, with so few channels that a vector
// holds whole pixels.
#pragma once

#include "max_pool.h"
#include "max_pool_groups.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

/** kPixels windows at a time. */
template <int kChannels>
struct Pairs {
  using G = Group<kLanes>;
  static constexpr int kPixels = kLanes / kChannels;

  /** The columns of windows that come by whole vectors. */
  static int columns(const PoolShape& s) {
    return s.outWidth() / kPixels * kPixels;
  }

  /** The left (0) or right (1) pixel of each pair in two vectors. */
  static Vec pick(Vec a, Vec b, int side) {
    G::Ints from;
    for (int i = 0; i < kLanes; i++) {
      from[i] = (i / kChannels * 2 + side) * kChannels + i % kChannels;
    }
    return __builtin_shuffle(a, b, from);
  }

  /** The first (0) or second (1) vector of pairs from their pixels. */
  static Vec join(Vec left, Vec right, int half) {
    G::Ints from;
    for (int i = 0; i < kLanes; i++) {
      const int pixel = (half * kLanes + i) / kChannels;
      from[i] = pixel % 2 * kLanes + pixel / 2 * kChannels + i % kChannels;
    }
    return __builtin_shuffle(left, right, from);
  }

  /** Calls `work(in, out)` for each vector of windows, with where they start.
   */
  template <typename Work>
  static void forEach(const PoolShape& s, const Work& work) {
    const long row = static_cast<long>(s.width) * kChannels;
    for (int i = 0; i < s.outHeight(); i++) {
      for (int j = 0; j < columns(s); j += kPixels) {
        work(2 * (i * row + static_cast<long>(j) * kChannels),
             (static_cast<long>(i) * s.outWidth() + j) * kChannels);
      }
    }
  }

  static void pool(const PoolShape& s, bool rectify, const float* x, float* y,
                   uint8_t* places) {
    const long row = static_cast<long>(s.width) * kChannels;
    forEach(s, [&](long in, long out) {
      const auto value = [&](int place) {
        const float* from = x + in + place / 2 * row;
        return pick(load(from), load(from + kLanes), place % 2);
      };
      Maxima<G> maxima(value(0));
      for (int place = 1; place < 4; place++) maxima.take(value(place), place);
      maxima.store(rectify, y + out, places + out);
    });
  }

  static void gradient(const PoolShape& s, const MaximaGradient& maxima,
                       float* dx) {
    const long row = static_cast<long>(s.width) * kChannels;
    forEach(s, [&](long in, long out) {
      for (int h = 0; h < 2; h++) {
        const Vec left = maxima.at(G(), 2 * h, out);
        const Vec right = maxima.at(G(), 2 * h + 1, out);
        float* to = dx + in + h * row;
        store(to, join(left, right, 0));
        store(to + kLanes, join(left, right, 1));
      }
    });
  }
};

/** Calls `work` with the pairs if there are any. */
template <typename Work>
void withPairs(const PoolShape& s, const Work& work) {
  if (s.kernel != 2 || s.stride != 2) return;
  if (s.channels == 1) return work(Pairs<1>());
  if (s.channels == 2) return work(Pairs<2>());
  if (s.channels == 4) return work(Pairs<4>());
  if constexpr (kLanes >= 8) {
    if (s.channels == 8) return work(Pairs<8>());
  }
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
