#include "max_pool.h"

#include <algorithm>
#include <cstring>

#include "assume.h"

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

/**
 * Calls `work(in, out, length)` for each run of contiguous numbers, with where
 * it starts: with stride 1 for a whole row, otherwise for a pixel's channels.
 */
template <typename Work>
inline void forEachRun(const PoolShape& s, const Work& work) {
  const long row = static_cast<long>(s.width) * s.channels;
  const long outRow = static_cast<long>(s.outWidth()) * s.channels;
  for (int i = 0; i < s.outHeight(); i++) {
    if (s.stride == 1) {
      work(i * row, i * outRow, outRow);
      continue;
    }
    for (int j = 0; j < s.outWidth(); j++) {
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

template <typename G>
void pool(G, const PoolShape& s, const float* x, float* y, uint8_t* places) {
  using Floats = typename G::Floats;
  using Ints = typename G::Ints;
  forEachRun(s, [&](long in, long out, long length) {
    for (long i = 0; i < length; i += G::kSize) {
      Floats greatest = loadAs<Floats>(x + in + i);
      Ints place{};
      forEachPlace(s, [&](int p, long offset) {
        const Floats value = loadAs<Floats>(x + in + i + offset);
        const Ints isGreater = (value > greatest) | (value != value);
        greatest = isGreater ? value : greatest;
        place = isGreater ? Ints{} + p : place;
      });
      storeAs(y + out + i, greatest);
      storeAs(places + out + i,
              __builtin_convertvector(place, typename G::Bytes));
    }
  });
}

template <typename G>
void poolGradient(G, const PoolShape& s, const float* dy, const uint8_t* places,
                  float* dx) {
  using Floats = typename G::Floats;
  using Ints = typename G::Ints;
  forEachRun(s, [&](long in, long out, long length) {
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
  forEachRun(s, [&](long in, long out, long length) {
    forEachPlace(s, [&](int p, long offset) {
      addWhere(places + out, p, dy + out, length, dx + in + offset);
    });
  });
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
  withGroup(s.channels, [&](auto group) { pool(group, s, x, y, places); });
}

void maxPoolGradient(const PoolShape& s, const float* dy, const uint8_t* places,
                     float* dx) {
  check(s);
  std::fill_n(dx, s.inSize(), 0.0f);
  if (s.stride == 1) return poolRowsGradient(s, dy, places, dx);
  withGroup(s.channels,
            [&](auto group) { poolGradient(group, s, dy, places, dx); });
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
