// Products of matrices one of whose sides is long, cut into blocks of it. The
// long side is whole vectors.
#pragma once

#include <algorithm>

namespace mle {

/** How the long side, of so many numbers, is cut. */
struct LongSide {
  long length;

  static constexpr long kBlock = 1024;

  long count() const { return (length + kBlock - 1) / kBlock; }
  long first(long block) const { return block * kBlock; }
  int lengthOf(long block) const {
    return static_cast<int>(std::min(kBlock, length - first(block)));
  }
};

/**
 * One block's part of c = a·bᵀ.
 *
 * @param a [rows, long side]
 * @param b [columns, long side]
 * @param c [rows, columns]
 */
void productAlong(const LongSide& side, long block, const float* a, int rows,
                  const float* b, int columns, float* c);

/**
 * One block of c = a·b, or with a transposed, aᵀ·b.
 *
 * @param a [rows, depth], or [depth, rows] to be transposed.
 * @param b [depth, long side]
 * @param c [rows, long side]
 * @param offset [long side], added to each row, or null for none.
 */
void productAcross(const LongSide& side, long block, const float* a, int rows,
                   int depth, bool isTransposed, const float* b,
                   const float* offset, float* c);

/** b = aᵀ for a [rows, columns] */
void transpose(const float* a, int rows, int columns, float* b);

/** The sum of a's rows [rows, columns]. */
void sumRows(const float* a, int rows, int columns, float* sum);

}  // namespace mle
