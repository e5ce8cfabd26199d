// Matrix products whose operands fit into the cache.
#pragma once

#include <type_traits>

#include "assume.h"
#include "simd.h"

namespace mle {

/** A matrix with any strides between its rows and columns. */
struct Strided {
  const float* data;
  long row;
  long column;
};

/** A matrix with contiguous rows. */
struct Rows {
  float* data;
  long stride;
};

struct ConstRows {
  const float* data;
  long stride;
};

template <int count>
using Count = std::integral_constant<int, count>;

inline namespace MLE_INSTRUCTIONS {

/**
 * R rows by C vectors of c = a·b, or of c = start + a·b.
 *
 * The sums must stay in registers: 6 × 4 sums, 4 vectors of b and a factor take
 * 29 of AVX-512's 32 registers; 6 × 2, 2 and 1 take 15 of AVX2's 16.
 */
template <int R, int C, bool kAdd>
inline void gemmBlock(int depth, Strided a, ConstRows b, Rows c,
                      ConstRows start) {
  Vec sums[R][C];
#pragma GCC unroll 16
  for (int i = 0; i < R; i++) {
#pragma GCC unroll 16
    for (int j = 0; j < C; j++) {
      sums[i][j] =
          kAdd ? load(start.data + i * start.stride + j * kLanes) : Vec{};
    }
  }
  for (int k = 0; k < depth; k++) {
    Vec row[C];
#pragma GCC unroll 16
    for (int j = 0; j < C; j++) {
      row[j] = load(b.data + k * b.stride + j * kLanes);
    }
#pragma GCC unroll 16
    for (int i = 0; i < R; i++) {
      const Vec factor = broadcast(a.data[i * a.row + k * a.column]);
#pragma GCC unroll 16
      for (int j = 0; j < C; j++) sums[i][j] += factor * row[j];
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < R; i++) {
#pragma GCC unroll 16
    for (int j = 0; j < C; j++) {
      store(c.data + i * c.stride + j * kLanes, sums[i][j]);
    }
  }
}

/** C vectors of each row of c, six rows at a time. */
template <int C, bool kAdd>
void gemmColumns(int rows, int depth, Strided a, ConstRows b, Rows c,
                 ConstRows start) {
  for (; rows >= 6; rows -= 6) {
    gemmBlock<6, C, kAdd>(depth, a, b, c, start);
    a.data += 6 * a.row;
    c.data += 6 * c.stride;
    start.data += 6 * start.stride;
  }
  switch (rows) {
    case 1:
      return gemmBlock<1, C, kAdd>(depth, a, b, c, start);
    case 2:
      return gemmBlock<2, C, kAdd>(depth, a, b, c, start);
    case 3:
      return gemmBlock<3, C, kAdd>(depth, a, b, c, start);
    case 4:
      return gemmBlock<4, C, kAdd>(depth, a, b, c, start);
    case 5:
      return gemmBlock<5, C, kAdd>(depth, a, b, c, start);
  }
}

/**
 * c = a·b, or c = start + a·b.
 *
 * @param a [rows, depth]
 * @param b [depth, columns]
 * @param c [rows, columns]; columns is a multiple of the vector's length.
 */
template <bool kAdd>
void gemm(int rows, int columns, int depth, Strided a, ConstRows b, Rows c,
          ConstRows start) {
  MLE_ASSUME(rows >= 0 && depth >= 0 && columns % kLanes == 0);
  int vectors = columns / kLanes;
  const auto multiply = [&](auto count) {
    gemmColumns<count.value, kAdd>(rows, depth, a, b, c, start);
    b.data += count.value * kLanes;
    c.data += count.value * kLanes;
    start.data += count.value * kLanes;
    vectors -= count.value;
  };
  // Only AVX-512 has enough registers.
  while (kLanes == 16 && vectors >= 4) multiply(Count<4>());
  while (vectors >= 2) multiply(Count<2>());
  if (vectors == 1) multiply(Count<1>());
}

/** c = a·b, or c += a·b. */
template <bool kAdd>
void gemm(int rows, int columns, int depth, Strided a, ConstRows b, Rows c) {
  gemm<kAdd>(rows, columns, depth, a, b, c, {c.data, c.stride});
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
