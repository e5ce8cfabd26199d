#include "winograd.h"

#include <algorithm>

#include "assume.h"
#include "gemm.h"
#include "winograd_transforms.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

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
