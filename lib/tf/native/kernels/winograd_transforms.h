// The transforms of Winograd's algorithm for the points of winograd.h, by the
// names that Lavin and Gray give their matrices.
#pragma once

#include "simd.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

constexpr float kA = 0.75f, kA2 = kA * kA;
constexpr float kB = 1.5f, kB2 = kB * kB;

/** Bᵀ, patch → products. */
inline void transformInput(const Vec (&d)[6], Vec (&t)[6]) {
  const Vec even1 = d[4] - kB2 * d[2], odd1 = kA * (d[3] - kB2 * d[1]);
  const Vec even2 = d[4] - kA2 * d[2], odd2 = kB * (d[3] - kA2 * d[1]);
  t[0] = d[4] - (kA2 + kB2) * d[2] + kA2 * kB2 * d[0];
  t[1] = even1 + odd1;
  t[2] = even1 - odd1;
  t[3] = even2 + odd2;
  t[4] = even2 - odd2;
  t[5] = d[5] - (kA2 + kB2) * d[3] + kA2 * kB2 * d[1];
}

/** G, filter → products. */
inline void transformFilter(const Vec (&g)[3], Vec (&t)[6]) {
  constexpr float n0 = 1 / (kA2 * kB2);
  constexpr float n1 = 1 / (2 * kA2 * (kA2 - kB2));
  constexpr float n2 = 1 / (2 * kB2 * (kB2 - kA2));
  const Vec even1 = n1 * g[0] + (n1 * kA2) * g[2], odd1 = (n1 * kA) * g[1];
  const Vec even2 = n2 * g[0] + (n2 * kB2) * g[2], odd2 = (n2 * kB) * g[1];
  t[0] = n0 * g[0];
  t[1] = even1 + odd1;
  t[2] = even1 - odd1;
  t[3] = even2 + odd2;
  t[4] = even2 - odd2;
  t[5] = g[2];
}

/** Aᵀ, products → outputs. */
inline void transformProducts(const Vec (&m)[6], Vec (&y)[4]) {
  const Vec sum1 = m[1] + m[2], difference1 = kA * (m[1] - m[2]);
  const Vec sum2 = m[3] + m[4], difference2 = kB * (m[3] - m[4]);
  y[0] = m[0] + sum1 + sum2;
  y[1] = difference1 + difference2;
  y[2] = kA2 * sum1 + kB2 * sum2;
  y[3] = kA2 * difference1 + kB2 * difference2 + m[5];
}

/** A, gradient of the outputs → gradient of the products. */
inline void transformOutputGradient(const Vec (&dy)[4], Vec (&t)[6]) {
  const Vec even1 = dy[0] + kA2 * dy[2], odd1 = kA * (dy[1] + kA2 * dy[3]);
  const Vec even2 = dy[0] + kB2 * dy[2], odd2 = kB * (dy[1] + kB2 * dy[3]);
  t[0] = dy[0];
  t[1] = even1 + odd1;
  t[2] = even1 - odd1;
  t[3] = even2 + odd2;
  t[4] = even2 - odd2;
  t[5] = dy[3];
}

/** Gᵀ, gradient of the transformed filter → gradient of the filter. */
inline void transformFilterGradient(const Vec (&t)[6], Vec (&dg)[3]) {
  constexpr float n0 = 1 / (kA2 * kB2);
  constexpr float n1 = 1 / (2 * kA2 * (kA2 - kB2));
  constexpr float n2 = 1 / (2 * kB2 * (kB2 - kA2));
  const Vec sum1 = n1 * (t[1] + t[2]), difference1 = (n1 * kA) * (t[1] - t[2]);
  const Vec sum2 = n2 * (t[3] + t[4]), difference2 = (n2 * kB) * (t[3] - t[4]);
  dg[0] = n0 * t[0] + sum1 + sum2;
  dg[1] = difference1 + difference2;
  dg[2] = kA2 * sum1 + kB2 * sum2 + t[5];
}

/**
 * Applies a transform to the columns of a square, then to its rows.
 *
 * The loops stay loops: unrolled, they need more vectors at a time than AVX2
 * has registers, and take a third longer.
 *
 * @param in Gives the vector in a row and a column.
 * @param out Takes it.
 */
template <int kIn, int kOut, typename In, typename Out>
inline void transformSquare(void (&transform)(const Vec (&)[kIn],
                                              Vec (&)[kOut]),
                            const In& in, const Out& out) {
  Vec half[kOut][kIn];
#pragma GCC unroll 1
  for (int j = 0; j < kIn; j++) {
    Vec column[kIn], transformed[kOut];
#pragma GCC unroll 8
    for (int i = 0; i < kIn; i++) column[i] = in(i, j);
    transform(column, transformed);
#pragma GCC unroll 8
    for (int i = 0; i < kOut; i++) half[i][j] = transformed[i];
  }
#pragma GCC unroll 1
  for (int i = 0; i < kOut; i++) {
    Vec row[kOut];
    transform(half[i], row);
#pragma GCC unroll 8
    for (int j = 0; j < kOut; j++) out(i, j, row[j]);
  }
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
