#include "max_pool.h"

#include <algorithm>
#include <type_traits>

#include "assume.h"
#include "max_pool_groups.h"
#include "max_pool_pairs.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

/** An edge that the compiler knows. */
using Two = std::integral_constant<int, 2>;

/** Calls `work` with the windows' edge. */
template <typename Work>
inline void withKernel(const PoolShape& s, const Work& work) {
  if (s.kernel == 2) return work(Two());
  work(s.kernel);
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

void pool(const PoolShape& s, int column, bool rectify, const float* x,
          float* y, uint8_t* places) {
  const long channels = s.channels, row = s.width * channels;
  withKernel(s, [&](auto kernel) {
    forEachRun(s, column, [&](long in, long out, long length) {
      forEachGroup(length, [&](auto group, long i) {
        using G = decltype(group);
        using Floats = typename G::Floats;
        const float* from = x + in + i;
        Maxima<G> maxima(loadAs<Floats>(from));
        for (int h = 0; h < kernel; h++) {
          for (int w = h == 0 ? 1 : 0; w < kernel; w++) {
            maxima.take(loadAs<Floats>(from + h * row + w * channels),
                        h * kernel + w);
          }
        }
        maxima.store(rectify, y + out + i, places + out + i);
      });
    });
  });
}

void poolGradient(const PoolShape& s, int column, const MaximaGradient& maxima,
                  float* dx) {
  const long channels = s.channels, row = s.width * channels;
  withKernel(s, [&](auto kernel) {
    forEachRun(s, column, [&](long in, long out, long length) {
      forEachGroup(length, [&](auto group, long i) {
        using Floats = typename decltype(group)::Floats;
        for (int h = 0; h < kernel; h++) {
          for (int w = 0; w < kernel; w++) {
            float* to = dx + in + i + h * row + w * channels;
            storeAs(to, loadAs<Floats>(to) +
                            maxima.at(group, h * kernel + w, out + i));
          }
        }
      });
    });
  });
}

/**
 * The gradient with stride 1, where neighbouring windows add to the same
 * numbers: each is written once.
 */
void poolRowsGradient(const PoolShape& s, const MaximaGradient& maxima,
                      float* dx) {
  const int k = s.kernel, outWidth = s.outWidth();
  const long channels = s.channels, outRow = outWidth * channels;
  for (int i = 0; i < s.height; i++) {
    const int top = std::max(0, i + 1 - k);
    const int rows = std::min(i + 1, s.outHeight()) - top;
    // Columns in the same number of windows, each at the same place, are a run.
    for (int j = 0, next; j < s.width; j = next) {
      next = j + 1 >= k && j < outWidth ? outWidth : j + 1;
      const int left = std::max(0, j + 1 - outWidth);
      const int columns = std::min(k, j + 1) - left;
      const long first = top * outRow + (j - left) * channels;
      float* to = dx + (static_cast<long>(i) * s.width + j) * channels;
      const auto sum = [&](auto height, auto width) {
        forEachGroup((next - j) * channels, [&](auto group, long n) {
          typename decltype(group)::Floats total{};
          for (int h = 0; h < height; h++) {
            for (int w = 0; w < width; w++) {
              total += maxima.at(group, (i - top - h) * k + left + w,
                                 first + h * outRow - w * channels + n);
            }
          }
          storeAs(to + n, total);
        });
      };
      if (rows == 2 && columns == 2) {
        sum(Two(), Two());
      } else {
        sum(rows, columns);
      }
    }
  }
}

void check(const PoolShape& s) {
  MLE_ASSUME(s.channels > 0 && s.stride > 0 && s.kernel > 0);
  MLE_ASSUME(s.kernel <= kMaxPoolKernel);
  MLE_ASSUME(s.height >= s.kernel && s.width >= s.kernel);
}

}  // namespace

void maxPool(const PoolShape& s, bool rectify, const float* x, float* y,
             uint8_t* places) {
  check(s);
  int column = 0;
  withPairs(s, [&](auto pairs) {
    pairs.pool(s, rectify, x, y, places);
    column = pairs.columns(s);
  });
  pool(s, column, rectify, x, y, places);
}

void maxPoolGradient(const PoolShape& s, bool isRectified, const float* dy,
                     const uint8_t* places, float* dx) {
  check(s);
  const int bits = isRectified ? 0xFF : 0xFF & ~kNotPositive;
  const MaximaGradient maxima{dy, places, bits};
  if (s.stride == 1) return poolRowsGradient(s, maxima, dx);
  std::fill_n(dx, s.inSize(), 0.0f);
  int column = 0;
  withPairs(s, [&](auto pairs) {
    pairs.gradient(s, maxima, dx);
    column = pairs.columns(s);
  });
  poolGradient(s, column, maxima, dx);
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
