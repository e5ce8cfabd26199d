// What the kernels compute, written as plainly as it can be: sums in double
// precision, one number at a time.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "kernels/kernels.h"

namespace reference {

/** A sum, and the sum of its terms' sizes, which rounding is measured by. */
struct Sum {
  double value = 0, size = 0;

  void add(double term) {
    value += term;
    size += std::abs(term);
  }
};

using Floats = std::vector<float>;
using Sums = std::vector<Sum>;

/** Calls `visit(x, filter, y)` with the places of all products of a picture. */
template <typename Visit>
void forEachProduct(const mle::ConvShape& s, const Visit& visit) {
  for (int i = 0; i < s.outHeight; i++) {
    for (int j = 0; j < s.outWidth; j++) {
      for (int h = 0; h < s.kernelHeight; h++) {
        for (int w = 0; w < s.kernelWidth; w++) {
          const int row = i * s.stride + h - s.padding;
          const int column = j * s.stride + w - s.padding;
          if (row < 0 || row >= s.height) continue;
          if (column < 0 || column >= s.width) continue;
          for (int c = 0; c < s.in; c++) {
            for (int o = 0; o < s.out; o++) {
              visit((row * s.width + column) * s.in + c,
                    ((h * s.kernelWidth + w) * s.in + c) * s.out + o,
                    (i * s.outWidth + j) * s.out + o);
            }
          }
        }
      }
    }
  }
}

/** y = x ∗ filter + bias */
inline Sums convolve(const mle::ConvShape& s, const Floats& x,
                     const Floats& filter, const Floats& bias) {
  Sums y(s.outSize());
  for (size_t i = 0; i < y.size() && !bias.empty(); i++) {
    y[i].add(bias[i % s.out]);
  }
  forEachProduct(s, [&](int from, int tap, int to) {
    y[to].add(static_cast<double>(x[from]) * filter[tap]);
  });
  return y;
}

/** The gradient with respect to x, plus a bias [in]. */
inline Sums inputGradient(const mle::ConvShape& s, const Floats& filter,
                          const Floats& dy, const Floats& bias) {
  Sums dx(s.inSize());
  for (size_t i = 0; i < dx.size() && !bias.empty(); i++) {
    dx[i].add(bias[i % s.in]);
  }
  forEachProduct(s, [&](int from, int tap, int to) {
    dx[from].add(static_cast<double>(filter[tap]) * dy[to]);
  });
  return dx;
}

/** The gradient with respect to the filter. */
inline Sums filterGradient(const mle::ConvShape& s, const Floats& x,
                           const Floats& dy) {
  Sums dFilter(s.filterSize());
  forEachProduct(s, [&](int from, int tap, int to) {
    dFilter[tap].add(static_cast<double>(x[from]) * dy[to]);
  });
  return dFilter;
}

/** The sum of each column of [rows, columns]. */
inline Sums columnSums(const Floats& rows, int columns) {
  Sums sums(columns);
  for (size_t i = 0; i < rows.size(); i++) sums[i % columns].add(rows[i]);
  return sums;
}

/** a·b for a [rows, depth] and b [depth, columns]. */
inline Sums multiply(const Floats& a, const Floats& b, int depth) {
  const long rows = a.size() / depth, columns = b.size() / depth;
  Sums c(rows * columns);
  for (long i = 0; i < rows; i++) {
    for (long j = 0; j < columns; j++) {
      for (long k = 0; k < depth; k++) {
        c[i * columns + j].add(static_cast<double>(a[i * depth + k]) *
                               b[k * columns + j]);
      }
    }
  }
  return c;
}

/** aᵀ for a [rows, columns]. */
inline Floats transpose(const Floats& a, int columns) {
  const long rows = a.size() / columns;
  Floats b(a.size());
  for (long i = 0; i < rows; i++) {
    for (long j = 0; j < columns; j++) b[j * rows + i] = a[i * columns + j];
  }
  return b;
}

/** Where the maximum of each window stands; NaN is greater than any number. */
inline std::vector<int> maxPlaces(const mle::PoolShape& s, const Floats& x) {
  std::vector<int> places;
  for (int i = 0; i < s.outHeight(); i++) {
    for (int j = 0; j < s.outWidth(); j++) {
      for (int c = 0; c < s.channels; c++) {
        int greatest = -1;
        for (int h = 0; h < s.kernel; h++) {
          for (int w = 0; w < s.kernel; w++) {
            const int place =
                ((i * s.stride + h) * s.width + j * s.stride + w) * s.channels +
                c;
            if (greatest < 0 || x[place] > x[greatest] ||
                std::isnan(x[place])) {
              greatest = place;
            }
          }
        }
        places.push_back(greatest);
      }
    }
  }
  return places;
}

}  // namespace reference
