// Matrix products with one long side, which is divided into blocks. Its length
// must be a multiple of the vector's.
#pragma once

#include <algorithm>

#include "instructions.h"

namespace mle {

/** A matrix [rows, columns] in row-major order. */
struct Matrix {
  const float* data = nullptr;
  int rows = 0, columns = 0;
};

/**
 * Measured with AVX2 for 2048 → 64 and 40000 → 3: 256 takes 12 to 22 % more
 * time, 512 up to 11 %; 2048 and 4096 take 3 % more to 22 % less, but leave
 * fewer blocks to share (tests/tf/native/constants_bench.ts, 2026-11-29, AMD
 * EPYC, Zen 4).
 */
constexpr long kLongSideBlock = 1024;

/** Divides the long side into blocks. */
struct LongSide {
  long length = 0;

  long count() const { return (length + kLongSideBlock - 1) / kLongSideBlock; }
  long first(long block) const { return block * kLongSideBlock; }
  int lengthOf(long block) const {
    return static_cast<int>(std::min(kLongSideBlock, length - first(block)));
  }
};

inline namespace MLE_INSTRUCTIONS {

/**
 * One block's contribution to c = a·bᵀ.
 *
 * @param a [rows, long side]
 * @param b [columns, long side]
 * @param c [rows, columns]
 */
void productAlong(long block, const Matrix& a, const Matrix& b, float* c);

/**
 * One block of c = a·b.
 *
 * @param a [rows, depth]
 * @param b [depth, long side]
 * @param offset [long side], added to each row, or null for none.
 * @param c [rows, long side]
 */
void productAcross(long block, const Matrix& a, const Matrix& b,
                   const float* offset, float* c);

/**
 * One block of c = aᵀ·b.
 *
 * @param a [depth, rows]
 * @param b [depth, long side]
 * @param c [rows, long side]
 */
void transposedProductAcross(long block, const Matrix& a, const Matrix& b,
                             float* c);

/** b = aᵀ */
void transpose(const Matrix& a, float* b);

/** The sum of a's rows, [columns]. */
void sumRows(const Matrix& a, float* sum);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
