// 3 × 3 convolutions with stride 1 and padding 1 by Winograd's F(4 × 4, 3 × 3):
// 4 × 4 outputs from 6 × 6 inputs by 36 products instead of 144.
//
// Sources: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks"
// (2016); the points 0, ±3/4, ±3/2 and ∞, which lose less than the usual 0, ±1,
// ±2 and ∞, by Barabasz et al., "Error Analysis and Improving the Accuracy of
// Winograd Convolution for Deep Neural Networks" (2020), whose idea it is to
// look for them.
#pragma once

#include <algorithm>

namespace mle {

constexpr int kTile = 4;           // outputs along an edge
constexpr int kPatch = kTile + 2;  // inputs along an edge
constexpr int kProducts = kPatch * kPatch;
constexpr int kTiles = 24;  // worked on together, for the cache

/**
 * The distance between matrices of one product each that lie one after the
 * other. What is read and written together, a number of each, must not lie at
 * distances that are multiples of a power of two: the cache has no place for
 * them all.
 */
inline long productStride(long rows, int columns) {
  return rows * columns + 16;
}

/** Pictures [batch, height, width, …] cut into tiles of 4 × 4 pixels. */
struct Tiling {
  int batch, height, width;

  int rows() const { return (height + kTile - 1) / kTile; }
  int columns() const { return (width + kTile - 1) / kTile; }
  int count() const { return batch * rows() * columns(); }
  int blocks() const { return (count() + kTiles - 1) / kTiles; }
};

/** Floats of memory of its own that a thread needs for a block. */
inline long winogradScratch(int in, int out) {
  return kProducts * (productStride(kTiles, in) + productStride(kTiles, out));
}

/**
 * Transforms a filter.
 *
 * @param filter [3, 3, in, out]
 * @param transformed [36, in, out], the 36 at productStride(in, out)
 */
void transformFilters(const float* filter, int in, int out, float* transformed);

/**
 * One block of y = x ∗ filter + bias.
 *
 * @param x [batch, height, width, in]
 * @param transformed The filter, [36, in, out].
 * @param bias [out], or null for none.
 * @param y [batch, height, width, out]
 */
void winogradBlock(const Tiling& tiling, int block, const float* x,
                   const float* transformed, const float* bias, int in, int out,
                   float* scratch, float* y);

/**
 * Adds one block's part of the gradients by the transformed filter and the
 * bias.
 *
 * @param x [batch, height, width, in]
 * @param dy [batch, height, width, out]
 * @param dTransformed [36, in, out]
 * @param dBias [out]
 */
void winogradGradientBlock(const Tiling& tiling, int block, const float* x,
                           const float* dy, int in, int out, float* scratch,
                           float* dTransformed, float* dBias);

/**
 * From the gradient by the transformed filter that by the filter.
 *
 * @param dTransformed [36, in, out]
 * @param dFilter [3, 3, in, out]
 */
void filterGradient(const float* dTransformed, int in, int out, float* dFilter);

}  // namespace mle
