#include "max_pool.h"

#include <algorithm>

namespace mle {
namespace {

/**
 * Numbers side by side whose windows lie side by side, too: with stride 1 a
 * whole row, otherwise a pixel's channels. kLength is their count where it is
 * small, for the compiler to unroll, and 0 otherwise.
 */
template <int kLength>
struct Run {
  static void pool(const float* __restrict x, long length, int place,
                   float* __restrict y, uint8_t* __restrict places) {
    const long n = kLength == 0 ? length : kLength;
    for (long i = 0; i < n; i++) {
      // Not a number is greater than all, as PyTorch's.
      const bool isGreater = (x[i] > y[i]) | (x[i] != x[i]);
      y[i] = isGreater ? x[i] : y[i];
      places[i] = isGreater ? place : places[i];
    }
  }

  static void poolGradient(const float* __restrict dy,
                           const uint8_t* __restrict places, long length,
                           int place, float* __restrict dx) {
    const long n = kLength == 0 ? length : kLength;
    for (long i = 0; i < n; i++) dx[i] += places[i] == place ? dy[i] : 0;
  }
};

/** Calls `work(in, out, length)` with where each run of a picture starts. */
template <typename Work>
void forEachRun(const PoolShape& s, const Work& work) {
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
void forEachPlace(const PoolShape& s, const Work& work) {
  for (int h = 0; h < s.kernel; h++) {
    for (int w = 0; w < s.kernel; w++) {
      work(h * s.kernel + w, (static_cast<long>(h) * s.width + w) * s.channels);
    }
  }
}

template <int kLength>
void poolRuns(const PoolShape& s, const float* x, float* y, uint8_t* places) {
  forEachRun(s, [&](long in, long out, long length) {
    std::copy_n(x + in, length, y + out);
    std::fill_n(places + out, length, 0);
    forEachPlace(s, [&](int place, long offset) {
      Run<kLength>::pool(x + in + offset, length, place, y + out, places + out);
    });
  });
}

template <int kLength>
void poolRunsGradient(const PoolShape& s, const float* dy,
                      const uint8_t* places, float* dx) {
  std::fill_n(dx, s.inSize(), 0.0f);
  forEachRun(s, [&](long in, long out, long length) {
    forEachPlace(s, [&](int place, long offset) {
      Run<kLength>::poolGradient(dy + out, places + out, length, place,
                                 dx + in + offset);
    });
  });
}

}  // namespace

void maxPool(const PoolShape& s, const float* x, float* y, uint8_t* places) {
  if (s.stride == 1) return poolRuns<0>(s, x, y, places);
  switch (s.channels) {
    case 4:
      return poolRuns<4>(s, x, y, places);
    case 8:
      return poolRuns<8>(s, x, y, places);
    default:
      return poolRuns<0>(s, x, y, places);
  }
}

void maxPoolGradient(const PoolShape& s, const float* dy, const uint8_t* places,
                     float* dx) {
  if (s.stride == 1) return poolRunsGradient<0>(s, dy, places, dx);
  switch (s.channels) {
    case 4:
      return poolRunsGradient<4>(s, dy, places, dx);
    case 8:
      return poolRunsGradient<8>(s, dy, places, dx);
    default:
      return poolRunsGradient<0>(s, dy, places, dx);
  }
}

}  // namespace mle
