#include "max_pool.h"

#include <algorithm>
#include <cstring>

#include "assume.h"
#include "simd.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

/** Vectors of N contiguous numbers, whose windows are contiguous, too. */
template <int N>
struct Group {
  static constexpr int kSize = N;
  typedef float Floats __attribute__((vector_size(4 * N)));
  typedef int32_t Ints __attribute__((vector_size(4 * N)));
  typedef uint8_t Bytes __attribute__((vector_size(N)));
  typedef uint8_t AllBytes __attribute__((vector_size(4 * N)));
};

template <typename V, typename T>
inline V loadAs(const T* from) {
  V v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

template <typename V, typename T>
inline void storeAs(T* to, const V& v) {
  std::memcpy(to, &v, sizeof v);
}

/** The places as bytes. */
template <typename G>
inline typename G::Bytes narrow(G, const typename G::Ints& places) {
  if constexpr (G::kSize != 8) {
    return __builtin_convertvector(places, typename G::Bytes);
  }
  // With AVX2 the compiler's own conversion makes pooling take 1.5 times as
  // long.
  using All = typename G::AllBytes;
  All lowest{};
  for (int i = 0; i < G::kSize; i++) lowest[i] = static_cast<uint8_t>(4 * i);
  const All bytes = __builtin_shuffle(loadAs<All>(&places), lowest);
  return loadAs<typename G::Bytes>(&bytes);
}

/**
 * Calls `work(in, out, length)` for each run of contiguous numbers, with where
 * it starts: with stride 1 for a whole row, otherwise for a pixel's channels,
 * from the given column on.
 */
template <typename Work>
inline void forEachRun(const PoolShape& s, int column, const Work& work) {
  const long row = static_cast<long>(s.width) * s.channels;
  const long outRow = static_cast<long>(s.outWidth()) * s.channels;
  for (int i = 0; i < s.outHeight(); i++) {
    if (s.stride == 1) {
      work(i * row, i * outRow, outRow);
      continue;
    }
    for (int j = column; j < s.outWidth(); j++) {
      work(i * s.stride * row + static_cast<long>(j) * s.stride * s.channels,
           i * outRow + static_cast<long>(j) * s.channels, s.channels);
    }
  }
}

/** Calls `work(place, offset)` for each position in a window. */
template <typename Work>
inline void forEachPlace(const PoolShape& s, const Work& work) {
  for (int h = 0; h < s.kernel; h++) {
    for (int w = 0; w < s.kernel; w++) {
      work(h * s.kernel + w, (static_cast<long>(h) * s.width + w) * s.channels);
    }
  }
}

/** Takes the value at a place if it is greater, or NaN. */
template <typename Floats, typename Ints>
inline void take(const Floats& value, int p, Floats& greatest, Ints& place) {
  const Ints isGreater = (value > greatest) | (value != value);
  greatest = isGreater ? value : greatest;
  place = isGreater ? Ints{} + p : place;
}

template <typename G>
void pool(G, const PoolShape& s, int column, const float* x, float* y,
          uint8_t* places) {
  using Floats = typename G::Floats;
  using Ints = typename G::Ints;
  forEachRun(s, column, [&](long in, long out, long length) {
    for (long i = 0; i < length; i += G::kSize) {
      Floats greatest = loadAs<Floats>(x + in + i);
      Ints place{};
      forEachPlace(s, [&](int p, long offset) {
        take(loadAs<Floats>(x + in + i + offset), p, greatest, place);
      });
      storeAs(y + out + i, greatest);
      storeAs(places + out + i, narrow(G(), place));
    }
  });
}

template <typename G>
void poolGradient(G, const PoolShape& s, int column, const float* dy,
                  const uint8_t* places, float* dx) {
  using Floats = typename G::Floats;
  using Ints = typename G::Ints;
  forEachRun(s, column, [&](long in, long out, long length) {
    for (long i = 0; i < length; i += G::kSize) {
      const Floats gradient = loadAs<Floats>(dy + out + i);
      const Ints place = __builtin_convertvector(
          loadAs<typename G::Bytes>(places + out + i), Ints);
      forEachPlace(s, [&](int p, long offset) {
        float* to = dx + in + i + offset;
        const Ints isHere = place == p;
        storeAs(to, loadAs<Floats>(to) + (isHere ? gradient : Floats{}));
      });
    }
  });
}

/** Adds the gradients of the maxima found at one position to a row. */
void addWhere(const uint8_t* __restrict places, int place,
              const float* __restrict dy, long length, float* __restrict dx) {
  for (long i = 0; i < length; i++) dx[i] += places[i] == place ? dy[i] : 0;
}

/**
 * The gradient with stride 1: row by row and position by position, since
 * neighbouring windows add to the same numbers.
 */
void poolRowsGradient(const PoolShape& s, const float* dy,
                      const uint8_t* places, float* dx) {
  forEachRun(s, 0, [&](long in, long out, long length) {
    forEachPlace(s, [&](int p, long offset) {
      addWhere(places + out, p, dy + out, length, dx + in + offset);
    });
  });
}

/**
 * Windows of 2 × 2 pixels side by side, with so few channels that a vector
 * holds several pixels: kPixels windows at a time.
 */
template <int kChannels>
struct Pairs {
  using G = Group<kLanes>;
  using Ints = G::Ints;
  static constexpr int kPixels = kLanes / kChannels;

  /** The columns of windows that come by whole vectors. */
  static int columns(const PoolShape& s) {
    return s.outWidth() / kPixels * kPixels;
  }

  /** The left (0) or right (1) pixel of each pair in two vectors. */
  static Vec pick(Vec a, Vec b, int side) {
    Ints from;
    for (int i = 0; i < kLanes; i++) {
      from[i] = (i / kChannels * 2 + side) * kChannels + i % kChannels;
    }
    return __builtin_shuffle(a, b, from);
  }

  /** The first (0) or second (1) vector of pairs from their pixels. */
  static Vec join(Vec left, Vec right, int half) {
    Ints from;
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

  static void pool(const PoolShape& s, const float* x, float* y,
                   uint8_t* places) {
    const long row = static_cast<long>(s.width) * kChannels;
    forEach(s, [&](long in, long out) {
      Vec greatest{};
      Ints place{};
      for (int p = 0; p < 4; p++) {
        const float* from = x + in + p / 2 * row;
        const Vec value = pick(load(from), load(from + kLanes), p % 2);
        if (p == 0) {
          greatest = value;
        } else {
          take(value, p, greatest, place);
        }
      }
      store(y + out, greatest);
      storeAs(places + out, narrow(G(), place));
    });
  }

  static void gradient(const PoolShape& s, const float* dy,
                       const uint8_t* places, float* dx) {
    const long row = static_cast<long>(s.width) * kChannels;
    forEach(s, [&](long in, long out) {
      const Vec all = load(dy + out);
      const Ints place =
          __builtin_convertvector(loadAs<G::Bytes>(places + out), Ints);
      for (int h = 0; h < 2; h++) {
        const Vec left = place == 2 * h ? all : Vec{};
        const Vec right = place == 2 * h + 1 ? all : Vec{};
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
  if constexpr (kLanes >= 8) {
    if (s.channels == 4) return work(Pairs<4>());
  }
  if constexpr (kLanes >= 16) {
    if (s.channels == 8) return work(Pairs<8>());
  }
}

void check(const PoolShape& s) {
  MLE_ASSUME(s.channels > 0 && s.stride > 0 && s.kernel > 0);
  MLE_ASSUME(s.kernel <= kMaxPoolKernel);
  MLE_ASSUME(s.height >= s.kernel && s.width >= s.kernel);
}

/**
 * Calls `work` with the largest group that divides the channels and fits into
 * a vector. The compiler turns larger ones into scalar code, which took 20 to
 * 38 times as long on AVX2.
 */
template <typename Work>
void withGroup(int channels, const Work& work) {
  if constexpr (kLanes >= 16) {
    if (channels % 16 == 0) return work(Group<16>());
  }
  if constexpr (kLanes >= 8) {
    if (channels % 8 == 0) return work(Group<8>());
  }
  if (channels % 4 == 0) return work(Group<4>());
  work(Group<1>());
}

}  // namespace

void maxPool(const PoolShape& s, const float* x, float* y, uint8_t* places) {
  check(s);
  int column = 0;
  withPairs(s, [&](auto pairs) {
    pairs.pool(s, x, y, places);
    column = pairs.columns(s);
  });
  withGroup(s.channels,
            [&](auto group) { pool(group, s, column, x, y, places); });
}

void maxPoolGradient(const PoolShape& s, const float* dy, const uint8_t* places,
                     float* dx) {
  check(s);
  std::fill_n(dx, s.inSize(), 0.0f);
  if (s.stride == 1) return poolRowsGradient(s, dy, places, dx);
  int column = 0;
  withPairs(s, [&](auto pairs) {
    pairs.gradient(s, dy, places, dx);
    column = pairs.columns(s);
  });
  withGroup(s.channels, [&](auto group) {
    poolGradient(group, s, column, dy, places, dx);
  });
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
