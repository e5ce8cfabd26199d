#include "linear.h"

#include <vector>

#include "gemm.h"

namespace mle {
namespace {

inline float sumOf(Vec v) {
  float sum = 0;
  for (int i = 0; i < kLanes; i++) sum += v[i];
  return sum;
}

/** The products of R rows of a with C rows of b. */
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

}  // namespace

void productAlong(const LongSide& side, long block, const float* a, int rows,
                  const float* b, int columns, float* c) {
  a += side.first(block);
  b += side.first(block);
  const int length = side.lengthOf(block);
  int i = 0;
  for (; i + 4 <= rows; i += 4) {
    dotRows<4>(length, a + i * side.length, b, columns, side.length,
               c + static_cast<long>(i) * columns);
  }
  for (; i < rows; i++) {
    dotRows<1>(length, a + i * side.length, b, columns, side.length,
               c + static_cast<long>(i) * columns);
  }
}

void productAcross(const LongSide& side, long block, const float* a, int rows,
                   int depth, bool isTransposed, const float* b,
                   const float* offset, float* c) {
  const long first = side.first(block);
  const int length = side.lengthOf(block);
  const Strided left =
      isTransposed ? Strided{a, 1, rows} : Strided{a, depth, 1};
  const ConstRows right{b + first, side.length};
  const Rows out{c + first, side.length};
  if (offset == nullptr) {
    return gemm<false>(rows, length, depth, left, right, out);
  }
  for (int i = 0; i < rows; i++) {
    std::copy_n(offset + first, length, out.data + i * out.stride);
  }
  gemm<true>(rows, length, depth, left, right, out);
}

void transpose(const float* a, int rows, int columns, float* b) {
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      b[static_cast<long>(j) * rows + i] =
          a[static_cast<long>(i) * columns + j];
    }
  }
}

void sumRows(const float* a, int rows, int columns, float* sum) {
  std::vector<double> sums(columns);
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      sums[j] += a[static_cast<long>(i) * columns + j];
    }
  }
  for (int j = 0; j < columns; j++) sum[j] = static_cast<float>(sums[j]);
}

}  // namespace mle
