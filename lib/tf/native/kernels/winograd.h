// 3 × 3 convolutions with stride 1 and padding 1 by Winograd's F(4 × 4, 3 × 3):
// 4 × 4 outputs from 6 × 6 inputs by 36 products instead of 144.
//
// Sources: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks"
// (2016); the points 0, ±3/4, ±3/2 and ∞, which lose less than the usual 0, ±1,
// ±2 and ∞, by Barabasz et al., "Error Analysis and Improving the Accuracy of
// Winograd Convolution for Deep Neural Networks" (2020), whose idea it is to
// look for them.
#pragma once

#include "instructions.h"

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
inline long productStride(int rows, int columns) {
  return static_cast<long>(rows) * columns + 16;
}

/**
 * From pictures [batch, height, width, in] to [batch, height, width, out], cut
 * into tiles of 4 × 4 pixels.
 */
struct WinogradShape {
  int batch = 0, height = 0, width = 0;
  int in = 0, out = 0;  // whole vectors

  int rows() const { return (height + kTile - 1) / kTile; }
  int columns() const { return (width + kTile - 1) / kTile; }
  int tiles() const { return batch * rows() * columns(); }
  int blocks() const { return (tiles() + kTiles - 1) / kTiles; }

  long patchStride() const { return productStride(kTiles, in); }
  long outStride() const { return productStride(kTiles, out); }
  long filterStride() const { return productStride(in, out); }

  /** Floats of memory of its own that a thread needs for a block. */
  long scratchSize() const { return kProducts * (patchStride() + outStride()); }
  /** Floats of a transformed filter, [36, in, out]. */
  long transformedSize() const { return kProducts * filterStride(); }
};

inline namespace MLE_INSTRUCTIONS {

/**
 * Transforms a filter.
 *
 * @param filter [3, 3, in, out]
 * @param transformed [36, in, out], the 36 at filterStride.
 */
void transformFilters(const WinogradShape& s, const float* filter,
                      float* transformed);

/**
 * One block of y = x ∗ filter + bias.
 *
 * @param x [batch, height, width, in]
 * @param transformed The filter, [36, in, out].
 * @param bias [out], or null for none.
 * @param scratch Memory of the scratch size.
 * @param y [batch, height, width, out]
 */
void winogradBlock(const WinogradShape& s, int block, const float* x,
                   const float* transformed, const float* bias, float* scratch,
                   float* y);

/**
 * Adds one block's part of the gradients with respect to the transformed filter
 * and the bias.
 *
 * @param x [batch, height, width, in]
 * @param dy [batch, height, width, out]
 * @param scratch Memory of the scratch size.
 * @param dTransformed [36, in, out]
 * @param dBias [out]
 */
void winogradGradientBlock(const WinogradShape& s, int block, const float* x,
                           const float* dy, float* scratch, float* dTransformed,
                           float* dBias);

/**
 * The gradient with respect to the filter, from that with respect to the
 * transformed filter.
 *
 * @param dTransformed [36, in, out]
 * @param dFilter [3, 3, in, out]
 */
void filterGradient(const WinogradShape& s, const float* dTransformed,
                    float* dFilter);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
