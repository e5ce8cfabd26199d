// Products of matrices one of whose sides is long, cut into blocks of it. The
// long side is whole vectors.
#pragma once

#include <algorithm>

#include "instructions.h"

namespace mle {

/** A matrix [rows, columns], row by row. */
struct Matrix {
  const float* data = nullptr;
  int rows = 0, columns = 0;
};

/** How the long side, of so many numbers, is cut. */
struct LongSide {
  long length = 0;

  static constexpr long kBlock = 1024;

  long count() const { return (length + kBlock - 1) / kBlock; }
  long first(long block) const { return block * kBlock; }
  int lengthOf(long block) const {
    return static_cast<int>(std::min(kBlock, length - first(block)));
  }
};

inline namespace MLE_INSTRUCTIONS {

/**
 * One block's part of c = a·bᵀ.
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
