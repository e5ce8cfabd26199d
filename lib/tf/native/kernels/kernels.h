// A table of all kernels for each instruction set. The ops call kernels through
// the table chosen for this processor.
#pragma once

#include "adam.h"
#include "batch_norm.h"
#include "direct_conv.h"
#include "elementwise.h"
#include "few_channels_conv.h"
#include "linear.h"
#include "max_pool.h"
#include "winograd.h"

// The list of all kernels.
#define MLE_FOR_EACH_KERNEL(USE) \
  USE(adamStep)                  \
  USE(addNumbers)                \
  USE(repeated)                  \
  USE(sumOf)                     \
  USE(momentsOf)                 \
  USE(addMoments)                \
  USE(scaleBlock)                \
  USE(gradientSumsOf)            \
  USE(gradientBlock)             \
  USE(convolve)                  \
  USE(addFilterGradient)         \
  USE(rotateFilter)              \
  USE(transposeFilter)           \
  USE(convolveTransposed)        \
  USE(convolveFewChannels)       \
  USE(addFewChannelsGradient)    \
  USE(foldFewChannelsGradient)   \
  USE(productAlong)              \
  USE(productAcross)             \
  USE(transposedProductAcross)   \
  USE(transpose)                 \
  USE(sumRows)                   \
  USE(maxPool)                   \
  USE(maxPoolGradient)           \
  USE(squaredDistance)           \
  USE(distanceAndGradient)       \
  USE(rectify)                   \
  USE(rectifyGradient)           \
  USE(transformFilters)          \
  USE(winogradBlock)             \
  USE(winogradGradientBlock)     \
  USE(filterGradient)

namespace mle {

/** The kernels compiled for one instruction set. */
struct Kernels {
  const char* instructions;  // the set's name
  int lanes;                 // floats in its vectors
#define MLE_POINTER(kernel) decltype(mle::kernel)* kernel;
  MLE_FOR_EACH_KERNEL(MLE_POINTER)
#undef MLE_POINTER
};

/**
 * The kernels in use: those with the longest vectors that this processor
 * supports, or those named by the environment variable MLE_OWN_OPS, if it
 * supports them.
 */
const Kernels& kernels();

}  // namespace mle
