#include "winograd.h"

#include <algorithm>

#include "assume.h"
#include "gemm.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

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

/** Applies a transform to the columns of a square, then to its rows. */
template <int kIn, int kOut>
inline void transformSquare(void (&transform)(const Vec (&)[kIn],
                                              Vec (&)[kOut]),
                            const Vec (&in)[kIn][kIn], Vec (&out)[kOut][kOut]) {
  Vec half[kOut][kIn];
#pragma GCC unroll 8
  for (int j = 0; j < kIn; j++) {
    Vec column[kIn], transformed[kOut];
#pragma GCC unroll 8
    for (int i = 0; i < kIn; i++) column[i] = in[i][j];
    transform(column, transformed);
#pragma GCC unroll 8
    for (int i = 0; i < kOut; i++) half[i][j] = transformed[i];
  }
#pragma GCC unroll 8
  for (int i = 0; i < kOut; i++) transform(half[i], out[i]);
}

/** A square of pixels, which may extend beyond the picture. */
struct Square {
  long picture;  // the index of the picture's first pixel
  int top, left, height, width;

  Square(const WinogradShape& s, int tile, int margin) {
    const int column = tile % s.columns();
    const int row = tile / s.columns() % s.rows();
    const int index = tile / s.columns() / s.rows();
    height = s.height;
    width = s.width;
    picture = static_cast<long>(index) * height * width;
    top = row * kTile - margin;
    left = column * kTile - margin;
  }

  bool isWithin(int size) const {
    return top >= 0 && left >= 0 && top + size <= height &&
           left + size <= width;
  }

  bool has(int i, int j) const {
    return top + i >= 0 && top + i < height && left + j >= 0 &&
           left + j < width;
  }

  /** The index of a pixel among those of all pictures. */
  long pixel(int i, int j) const {
    return picture + static_cast<long>(top + i) * width + left + j;
  }
};

/** Loads one vector of channels of each pixel; 0 beyond the picture. */
template <int kSize>
inline void loadSquare(const Square& square, const float* x, int channels,
                       Vec (&out)[kSize][kSize]) {
  if (square.isWithin(kSize)) {
    const float* first = x + square.pixel(0, 0) * channels;
    const long rowStride = static_cast<long>(square.width) * channels;
#pragma GCC unroll 8
    for (int i = 0; i < kSize; i++) {
#pragma GCC unroll 8
      for (int j = 0; j < kSize; j++) {
        out[i][j] = load(first + i * rowStride + j * channels);
      }
    }
    return;
  }
  for (int i = 0; i < kSize; i++) {
    for (int j = 0; j < kSize; j++) {
      out[i][j] =
          square.has(i, j) ? load(x + square.pixel(i, j) * channels) : Vec{};
    }
  }
}

/** Stores products as [36, stride / channels rows, channels]. */
inline void storeProducts(const Vec (&products)[6][6], long stride, float* to) {
#pragma GCC unroll 8
  for (int i = 0; i < 6; i++) {
#pragma GCC unroll 8
    for (int j = 0; j < 6; j++)
      store(to + (i * 6 + j) * stride, products[i][j]);
  }
}

inline void loadProducts(const float* from, long stride,
                         Vec (&products)[6][6]) {
#pragma GCC unroll 8
  for (int i = 0; i < 6; i++) {
#pragma GCC unroll 8
    for (int j = 0; j < 6; j++)
      products[i][j] = load(from + (i * 6 + j) * stride);
  }
}

/** The tiles [first, end) of a block. */
struct TileRange {
  int first, end;
  TileRange(const WinogradShape& s, int block)
      : first(block * kTiles), end(std::min(s.tiles(), first + kTiles)) {}
  int size() const { return end - first; }
};

/**
 * Transforms the patches around a block's tiles.
 *
 * @param x [batch, height, width, channels]
 * @param out [36, 24, channels]
 */
inline void transformPatches(const WinogradShape& s, TileRange tiles,
                             const float* x, float* out) {
  const int channels = s.in;
  const long stride = s.patchStride();
  for (int tile = tiles.first; tile < tiles.end; tile++) {
    const Square square(s, tile, 1);
    for (int c = 0; c < channels; c += kLanes) {
      Vec patch[6][6], products[6][6];
      loadSquare(square, x + c, channels, patch);
      transformSquare(transformInput, patch, products);
      storeProducts(products, stride,
                    out + static_cast<long>(tile - tiles.first) * channels + c);
    }
  }
}

void check(const WinogradShape& s) {
  MLE_ASSUME(s.batch > 0 && s.height > 0 && s.width > 0);
  MLE_ASSUME(s.in > 0 && s.in % kLanes == 0 && s.out > 0 &&
             s.out % kLanes == 0);
}

}  // namespace

void transformFilters(const WinogradShape& s, const float* filter,
                      float* transformed) {
  check(s);
  const long size = static_cast<long>(s.in) * s.out;
  const long stride = s.filterStride();
  for (long c = 0; c < size; c += kLanes) {
    Vec square[3][3], products[6][6];
    for (int i = 0; i < 9; i++)
      square[i / 3][i % 3] = load(filter + i * size + c);
    transformSquare(transformFilter, square, products);
    storeProducts(products, stride, transformed + c);
  }
}

void winogradBlock(const WinogradShape& s, int block, const float* x,
                   const float* transformed, const float* bias, float* scratch,
                   float* y) {
  check(s);
  const int in = s.in, out = s.out;
  const TileRange tiles(s, block);
  float* patches = scratch;
  const long inStride = s.patchStride();
  const long outStride = s.outStride();
  const long filterStride = s.filterStride();
  float* products = scratch + kProducts * inStride;
  transformPatches(s, tiles, x, patches);
  for (int p = 0; p < kProducts; p++) {
    gemm<false>(tiles.size(), out, in, {patches + p * inStride, in, 1},
                {transformed + p * filterStride, out},
                {products + p * outStride, out});
  }
  for (int tile = tiles.first; tile < tiles.end; tile++) {
    const Square square(s, tile, 0);
    const bool within = square.isWithin(kTile);
    for (int o = 0; o < out; o += kLanes) {
      Vec sums[6][6], outputs[4][4];
      loadProducts(products + static_cast<long>(tile - tiles.first) * out + o,
                   outStride, sums);
      transformSquare(transformProducts, sums, outputs);
      const Vec offset = bias == nullptr ? Vec{} : load(bias + o);
      for (int i = 0; i < kTile; i++) {
        for (int j = 0; j < kTile; j++) {
          if (!within && !square.has(i, j)) continue;
          store(y + square.pixel(i, j) * out + o, outputs[i][j] + offset);
        }
      }
    }
  }
}

void winogradGradientBlock(const WinogradShape& s, int block, const float* x,
                           const float* dy, float* scratch, float* dTransformed,
                           float* dBias) {
  check(s);
  const int in = s.in, out = s.out;
  const TileRange tiles(s, block);
  float* patches = scratch;
  const long inStride = s.patchStride();
  const long outStride = s.outStride();
  const long filterStride = s.filterStride();
  float* gradients = scratch + kProducts * inStride;
  transformPatches(s, tiles, x, patches);
  for (int tile = tiles.first; tile < tiles.end; tile++) {
    const Square square(s, tile, 0);
    for (int o = 0; o < out; o += kLanes) {
      Vec pixels[4][4], products[6][6];
      loadSquare(square, dy + o, out, pixels);
      Vec sum = load(dBias + o);
      for (const auto& row : pixels) {
        sum += (row[0] + row[1]) + (row[2] + row[3]);
      }
      store(dBias + o, sum);
      transformSquare(transformOutputGradient, pixels, products);
      storeProducts(
          products, outStride,
          gradients + static_cast<long>(tile - tiles.first) * out + o);
    }
  }
  for (int p = 0; p < kProducts; p++) {
    gemm<true>(in, out, tiles.size(), {patches + p * inStride, 1, in},
               {gradients + p * outStride, out},
               {dTransformed + p * filterStride, out});
  }
}

void filterGradient(const WinogradShape& s, const float* dTransformed,
                    float* dFilter) {
  check(s);
  const long size = static_cast<long>(s.in) * s.out;
  const long stride = s.filterStride();
  for (long c = 0; c < size; c += kLanes) {
    Vec products[6][6], square[3][3];
    loadProducts(dTransformed + c, stride, products);
    transformSquare(transformFilterGradient, products, square);
    for (int i = 0; i < 9; i++)
      store(dFilter + i * size + c, square[i / 3][i % 3]);
  }
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
