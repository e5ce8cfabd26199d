#include "linear.h"

#include <vector>

#include "assume.h"
#include "gemm.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

inline float sumOf(Vec v) {
  float sum = 0;
  for (int i = 0; i < kLanes; i++) sum += v[i];
  return sum;
}

/** The dot products of R rows of a with C rows of b. */
template <int R, int C>
inline void dotProducts(int length, const float* a, const float* b, long stride,
                        float* c, long cStride) {
  Vec sums[R][C] = {};
  for (int k = 0; k < length; k += kLanes) {
    Vec right[C];
#pragma GCC unroll 4
    for (int j = 0; j < C; j++) right[j] = load(b + j * stride + k);
#pragma GCC unroll 4
    for (int i = 0; i < R; i++) {
      const Vec left = load(a + i * stride + k);
#pragma GCC unroll 4
      for (int j = 0; j < C; j++) sums[i][j] += left * right[j];
    }
  }
  for (int i = 0; i < R; i++) {
    for (int j = 0; j < C; j++) c[i * cStride + j] = sumOf(sums[i][j]);
  }
}

template <int R>
void dotRows(int length, const float* a, const float* b, int columns,
             long stride, float* c) {
  int j = 0;
  for (; j + 3 <= columns; j += 3) {
    dotProducts<R, 3>(length, a, b + j * stride, stride, c + j, columns);
  }
  for (; j < columns; j++) {
    dotProducts<R, 1>(length, a, b + j * stride, stride, c + j, columns);
  }
}

/** One block of c = a·b, or c += a·b, [rows, long side]. */
template <bool kAdd>
void multiplyBlock(long block, int rows, Strided a, const Matrix& b, float* c) {
  const LongSide side{b.columns};
  const long first = side.first(block);
  gemm<kAdd>(rows, side.lengthOf(block), b.rows, a,
             {b.data + first, side.length}, {c + first, side.length});
}

void check(long block, const Matrix& b) {
  MLE_ASSUME(b.columns > 0 && b.columns % kLanes == 0);
  MLE_ASSUME(0 <= block && block < LongSide{b.columns}.count());
}

}  // namespace

void productAlong(long block, const Matrix& a, const Matrix& b, float* c) {
  check(block, b);
  MLE_ASSUME(a.columns == b.columns);
  const LongSide side{b.columns};
  const float* left = a.data + side.first(block);
  const float* right = b.data + side.first(block);
  const int length = side.lengthOf(block);
  int i = 0;
  for (; i + 4 <= a.rows; i += 4) {
    dotRows<4>(length, left + i * side.length, right, b.rows, side.length,
               c + static_cast<long>(i) * b.rows);
  }
  for (; i < a.rows; i++) {
    dotRows<1>(length, left + i * side.length, right, b.rows, side.length,
               c + static_cast<long>(i) * b.rows);
  }
}

void productAcross(long block, const Matrix& a, const Matrix& b,
                   const float* offset, float* c) {
  check(block, b);
  MLE_ASSUME(a.columns == b.rows);
  const Strided left{a.data, a.columns, 1};
  if (offset == nullptr) return multiplyBlock<false>(block, a.rows, left, b, c);
  const LongSide side{b.columns};
  for (int i = 0; i < a.rows; i++) {
    std::copy_n(offset + side.first(block), side.lengthOf(block),
                c + i * side.length + side.first(block));
  }
  multiplyBlock<true>(block, a.rows, left, b, c);
}

void transposedProductAcross(long block, const Matrix& a, const Matrix& b,
                             float* c) {
  check(block, b);
  MLE_ASSUME(a.rows == b.rows);
  multiplyBlock<false>(block, a.columns, {a.data, 1, a.columns}, b, c);
}

void transpose(const Matrix& a, float* b) {
  for (int i = 0; i < a.rows; i++) {
    for (int j = 0; j < a.columns; j++) {
      b[static_cast<long>(j) * a.rows + i] =
          a.data[static_cast<long>(i) * a.columns + j];
    }
  }
}

void sumRows(const Matrix& a, float* sum) {
  std::vector<double> sums(a.columns);
  for (int i = 0; i < a.rows; i++) {
    for (int j = 0; j < a.columns; j++) {
      sums[j] += a.data[static_cast<long>(i) * a.columns + j];
    }
  }
  for (int j = 0; j < a.columns; j++) sum[j] = static_cast<float>(sums[j]);
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
