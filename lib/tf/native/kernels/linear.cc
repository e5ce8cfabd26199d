#include "linear.h"

#include <vector>

#include "assume.h"
#include "gemm.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

/** The dot products of R rows of a with C rows of b. */
template <int R, int C>
inline void dotProducts(int length, const float* a, const float* b, long stride,
                        float* c, long cStride) {
  Vec sums[R][C] = {};
  for (int k = 0; k < length; k += kLanes) {
    Vec right[C];
#pragma GCC unroll 8
    for (int j = 0; j < C; j++) right[j] = load(b + j * stride + k);
#pragma GCC unroll 4
    for (int i = 0; i < R; i++) {
      const Vec left = load(a + i * stride + k);
#pragma GCC unroll 8
      for (int j = 0; j < C; j++) sums[i][j] += left * right[j];
    }
  }
  float lanes[R][C][kLanes];
  std::memcpy(lanes, sums, sizeof lanes);
  for (int i = 0; i < R; i++) {
    float totals[C] = {};
    for (int lane = 0; lane < kLanes; lane++) {
      for (int j = 0; j < C; j++) totals[j] += lanes[i][j][lane];
    }
    std::copy_n(totals, C, c + i * cStride);
  }
}

/** The sums must stay in registers, see gemmBlock. */
constexpr int kDotColumns = kLanes == 16 ? 5 : 3;

template <int R>
void dotRows(int length, const float* a, const float* b, int columns,
             long stride, float* c) {
  int j = 0;
  for (; j + kDotColumns <= columns; j += kDotColumns) {
    dotProducts<R, kDotColumns>(length, a, b + j * stride, stride, c + j,
                                columns);
  }
  for (; j < columns; j++) {
    dotProducts<R, 1>(length, a, b + j * stride, stride, c + j, columns);
  }
}

/**
 * One block of c = a·b, [rows, long side]; each row begins with `offset`, if
 * there is one.
 */
void multiplyBlock(long block, int rows, Strided a, const Matrix& b,
                   const float* offset, float* c) {
  const LongSide side{b.columns};
  const long first = side.first(block);
  const ConstRows right{b.data + first, side.length};
  const Rows product{c + first, side.length};
  if (offset == nullptr) {
    gemm<false>(rows, side.lengthOf(block), b.rows, a, right, product);
  } else {
    gemm<true>(rows, side.lengthOf(block), b.rows, a, right, product,
               {offset + first, 0});
  }
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
  multiplyBlock(block, a.rows, left, b, offset, c);
}

void transposedProductAcross(long block, const Matrix& a, const Matrix& b,
                             float* c) {
  check(block, b);
  MLE_ASSUME(a.rows == b.rows);
  multiplyBlock(block, a.columns, {a.data, 1, a.columns}, b, nullptr, c);
}

void transpose(const Matrix& a, float* b) {
  // So many rows at a time that what is written stays in the cache.
  constexpr int kTile = 16;
  int first = 0;
  const auto turn = [&](int rows) {
    for (int j = 0; j < a.columns; j++) {
      const float* from = a.data + static_cast<long>(first) * a.columns + j;
      float* to = b + static_cast<long>(j) * a.rows + first;
      for (int i = 0; i < rows; i++) to[i] = from[i * a.columns];
    }
  };
  for (; first + kTile <= a.rows; first += kTile) turn(kTile);
  turn(a.rows - first);
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
