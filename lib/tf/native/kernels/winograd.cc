#include "winograd.h"

#include <algorithm>

#include "assume.h"
#include "gemm.h"
#include "prefetch.h"
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

/**
 * Calls `use` with a function that gives one vector of channels of each pixel
 * of a square, 0 beyond the picture.
 */
template <int kSize, typename Use>
inline void withPixels(const Square& square, const float* x, int channels,
                       const Use& use) {
  const float* first = x + square.pixel(0, 0) * channels;
  const long row = static_cast<long>(square.width) * channels;
  const auto pixel = [&](int i, int j) {
    return load(first + i * row + j * channels);
  };
  if (square.isWithin(kSize)) {
    use(pixel);
  } else {
    use([&](int i, int j) { return square.has(i, j) ? pixel(i, j) : Vec{}; });
  }
}

/** One vector of each of the 36 matrices, at so large a distance. */
struct Products {
  float* first;
  long stride;

  Vec operator()(int i, int j) const {
    return load(first + (i * kPatch + j) * stride);
  }
  void operator()(int i, int j, Vec vector) const {
    store(first + (i * kPatch + j) * stride, vector);
  }
};

/** The tiles [first, end) of a block. */
struct TileRange {
  int first, end;
  TileRange(const WinogradShape& s, int block)
      : first(block * kTiles), end(std::min(s.tiles(), first + kTiles)) {}
  int size() const { return end - first; }
};

/** The pixels around a block's tiles, fetched during its 36 products. */
Prefetch prefetch(const WinogradShape& s, int block, int margin, const float* x,
                  int channels) {
  const TileRange tiles(s, std::min(block, s.blocks() - 1));
  const Square first(s, tiles.first, margin), last(s, tiles.end - 1, margin);
  const int end = std::min(s.height, last.top + kTile + 2 * margin);
  const long row = static_cast<long>(s.width) * channels;
  return {x + first.picture * channels + std::max(0, first.top) * row,
          x + last.picture * channels + end * row, kProducts};
}

/**
 * Transforms the patches around a block's tiles.
 *
 * @param x [batch, height, width, channels]
 * @param out [36, 24, channels]
 */
inline void transformPatches(const WinogradShape& s, TileRange tiles,
                             const float* x, float* out) {
  for (int tile = tiles.first; tile < tiles.end; tile++) {
    const Square square(s, tile, 1);
    for (int c = 0; c < s.in; c += kLanes, out += kLanes) {
      withPixels<kPatch>(square, x + c, s.in, [&](const auto& pixel) {
        transformSquare(transformInput, pixel, Products{out, s.patchStride()});
      });
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
    transformSquare(
        transformFilter,
        [&](int i, int j) { return load(filter + (i * 3 + j) * size + c); },
        Products{transformed + c, stride});
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
  Prefetch next = prefetch(s, block + 1, 1, x, in);
  Prefetch outputs = prefetch(s, block, 0, y, out);
  for (int p = 0; p < kProducts; p++) {
    next.fetchPart();
    outputs.fetchPart();
    gemm<false>(tiles.size(), out, in, {patches + p * inStride, in, 1},
                {transformed + p * filterStride, out},
                {products + p * outStride, out});
  }
  float* from = products;
  for (int tile = tiles.first; tile < tiles.end; tile++) {
    const Square square(s, tile, 0);
    for (int o = 0; o < out; o += kLanes, from += kLanes) {
      const Vec offset = bias == nullptr ? Vec{} : load(bias + o);
      float* first = y + square.pixel(0, 0) * out + o;
      const long row = static_cast<long>(s.width) * out;
      const auto output = [&](int i, int j, Vec sum) {
        store(first + i * row + j * out, sum + offset);
      };
      const Products sums{from, outStride};
      if (square.isWithin(kTile)) {
        transformSquare(transformProducts, sums, output);
      } else {
        transformSquare(transformProducts, sums, [&](int i, int j, Vec sum) {
          if (square.has(i, j)) output(i, j, sum);
        });
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
  float* to = gradients;
  for (int tile = tiles.first; tile < tiles.end; tile++) {
    const Square square(s, tile, 0);
    for (int o = 0; o < out; o += kLanes, to += kLanes) {
      withPixels<kTile>(square, dy + o, out, [&](const auto& pixel) {
        Vec sum = load(dBias + o);
        for (int i = 0; i < kTile; i++) {
          sum += (pixel(i, 0) + pixel(i, 1)) + (pixel(i, 2) + pixel(i, 3));
        }
        store(dBias + o, sum);
        transformSquare(transformOutputGradient, pixel,
                        Products{to, outStride});
      });
    }
  }
  Prefetch nextX = prefetch(s, block + 1, 1, x, in);
  Prefetch nextDy = prefetch(s, block + 1, 0, dy, out);
  for (int p = 0; p < kProducts; p++) {
    nextX.fetchPart();
    nextDy.fetchPart();
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
    transformSquare(
        transformFilterGradient,
        [&](int i, int j) {
          return load(dTransformed + (i * kPatch + j) * stride + c);
        },
        [&](int i, int j, Vec gradient) {
          store(dFilter + (i * 3 + j) * size + c, gradient);
        });
  }
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
