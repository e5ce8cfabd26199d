// 3 × 3 convolutions with stride 1 and padding 1 by Winograd's F(4 × 4, 3 × 3):
// it computes 4 × 4 outputs from 6 × 6 inputs with 36 products instead of 144.
//
// Sources: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks"
// (2016). The points 0, ±3/4, ±3/2 and ∞ lose less precision than the usual 0,
// ±1, ±2 and ∞; searching for such points is an idea of Barabasz et al., "Error
// Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural
// Networks" (2020).
#pragma once

#include "instructions.h"

// ¹ tests/tf/native/constants_bench.ts, 2026-11-29, AMD EPYC (Zen 4).

namespace mle {

constexpr int kTile = 4;           // outputs along an edge
constexpr int kPatch = kTile + 2;  // inputs along an edge
constexpr int kProducts = kPatch * kPatch;

/**
 * Tiles of a block, whose data stay in the cache. Measured¹ for 16 → 32 and
 * 32 → 64 channels: 12 to 48 take the same time within 10 %, 6 up to 15 % more.
 */
constexpr int kTiles = 24;

/**
 * Unused floats between matrices. Measured¹ likewise with AVX2: without a gap
 * 12 to 35 % more time; 8, 32 and 48 as 16, within 6 %.
 */
constexpr int kGap = 16;

/**
 * The distance between the matrices of the 36 products. A tile reads and writes
 * one vector of each: at distances that are multiples of a power of two, all of
 * them would compete for the same few places of the cache.
 */
inline long productStride(int rows, int columns) {
  return static_cast<long>(rows) * columns + kGap;
}

/**
 * A convolution of [batch, height, width, in], which gives [batch, height,
 * width, out], divided into tiles of 4 × 4 pixels.
 */
struct WinogradShape {
  int batch = 0, height = 0, width = 0;
  int in = 0, out = 0;  // multiples of the vector's length

  int rows() const { return (height + kTile - 1) / kTile; }
  int columns() const { return (width + kTile - 1) / kTile; }
  int tiles() const { return batch * rows() * columns(); }
  int blocks() const { return (tiles() + kTiles - 1) / kTiles; }

  long patchStride() const { return productStride(kTiles, in); }
  long outStride() const { return productStride(kTiles, out); }
  long filterStride() const { return productStride(in, out); }

  /** Floats of scratch memory that a thread needs. */
  long scratchSize() const { return kProducts * (patchStride() + outStride()); }
  /** Floats of a transformed filter, [36, in, out]. */
  long transformedSize() const { return kProducts * filterStride(); }
};

inline namespace MLE_INSTRUCTIONS {

/**
 * Transforms a filter.
 *
 * @param filter [3, 3, in, out]
 * @param transformed [36, in, out], with filterStride between matrices.
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
 * Adds one block's contribution to the gradients with respect to the
 * transformed filter and the bias.
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
 * Transforms the gradient with respect to the transformed filter back to that
 * with respect to the filter.
 *
 * @param dTransformed [36, in, out]
 * @param dFilter [3, 3, in, out]
 */
void filterGradient(const WinogradShape& s, const float* dTransformed,
                    float* dFilter);

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
