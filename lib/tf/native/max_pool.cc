#include "max_pool.h"

#include <algorithm>
#include <cstring>

namespace mle {
namespace {

/** N numbers side by side whose windows lie side by side, too. */
template <int N>
struct Group {
  typedef float Floats __attribute__((vector_size(4 * N)));
  typedef int32_t Ints __attribute__((vector_size(4 * N)));
  typedef uint8_t Bytes __attribute__((vector_size(N)));

  template <typename V, typename T>
  static V load(const T* from) {
    V v;
    std::memcpy(&v, from, sizeof v);
    return v;
  }

  template <typename V, typename T>
  static void store(T* to, V v) {
    std::memcpy(to, &v, sizeof v);
  }
};

/**
 * Calls `work(in, out, length)` with where each run of numbers side by side
 * starts: with stride 1 a whole row, otherwise a pixel's channels.
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

/** Calls `work(place, offset)` for the places of a window. */
template <typename Work>
inline void forEachPlace(const PoolShape& s, const Work& work) {
  for (int h = 0; h < s.kernel; h++) {
    for (int w = 0; w < s.kernel; w++) {
      work(h * s.kernel + w, (static_cast<long>(h) * s.width + w) * s.channels);
    }
  }
}

template <int N>
void pool(const PoolShape& s, const float* x, float* y, uint8_t* places) {
  using G = Group<N>;
  using Floats = typename G::Floats;
  using Ints = typename G::Ints;
  forEachRun(s, [&](long in, long out, long length) {
    for (long i = 0; i < length; i += N) {
      Floats greatest = G::template load<Floats>(x + in + i);
      Ints place{};
      forEachPlace(s, [&](int p, long offset) {
        const Floats value = G::template load<Floats>(x + in + i + offset);
        // Not a number is greater than all, as PyTorch's.
        const Ints isGreater = (value > greatest) | (value != value);
        greatest = isGreater ? value : greatest;
        place = isGreater ? Ints{} + p : place;
      });
      G::store(y + out + i, greatest);
      G::store(places + out + i,
               __builtin_convertvector(place, typename G::Bytes));
    }
  });
}

template <int N>
void poolGradient(const PoolShape& s, const float* dy, const uint8_t* places,
                  float* dx) {
  using G = Group<N>;
  using Floats = typename G::Floats;
  using Ints = typename G::Ints;
  forEachRun(s, [&](long in, long out, long length) {
    for (long i = 0; i < length; i += N) {
      const Floats gradient = G::template load<Floats>(dy + out + i);
      const Ints place = __builtin_convertvector(
          G::template load<typename G::Bytes>(places + out + i), Ints);
      forEachPlace(s, [&](int p, long offset) {
        float* to = dx + in + i + offset;
        const Ints isHere = place == p;
        G::store(to,
                 G::template load<Floats>(to) + (isHere ? gradient : Floats{}));
      });
    }
  });
}

/** Adds to a row what went to one place of its windows. */
void addWhere(const uint8_t* __restrict places, int place,
              const float* __restrict dy, long length, float* __restrict dx) {
  for (long i = 0; i < length; i++) dx[i] += places[i] == place ? dy[i] : 0;
}

/**
 * With stride 1, where neighbouring windows add to the same numbers: row by
 * row, one place after the other.
 */
void poolRowsGradient(const PoolShape& s, const float* dy,
                      const uint8_t* places, float* dx) {
  forEachRun(s, [&](long in, long out, long length) {
    forEachPlace(s, [&](int p, long offset) {
      addWhere(places + out, p, dy + out, length, dx + in + offset);
    });
  });
}

}  // namespace

void maxPool(const PoolShape& s, const float* x, float* y, uint8_t* places) {
  if (s.channels % 16 == 0) return pool<16>(s, x, y, places);
  if (s.channels % 8 == 0) return pool<8>(s, x, y, places);
  if (s.channels % 4 == 0) return pool<4>(s, x, y, places);
  pool<1>(s, x, y, places);
}

void maxPoolGradient(const PoolShape& s, const float* dy, const uint8_t* places,
                     float* dx) {
  std::fill_n(dx, s.inSize(), 0.0f);
  if (s.stride == 1) return poolRowsGradient(s, dy, places, dx);
  if (s.channels % 16 == 0) return poolGradient<16>(s, dy, places, dx);
  if (s.channels % 8 == 0) return poolGradient<8>(s, dy, places, dx);
  if (s.channels % 4 == 0) return poolGradient<4>(s, dy, places, dx);
  poolGradient<1>(s, dy, places, dx);
}

}  // namespace mle
