// The algorithms for convolutions, each shared among threads.
#pragma once

#include "fits.h"
#include "op.h"

namespace mle {

/** A batch of pictures, a filter, and a bias or null. */
struct ConvInputs {
  int batch = 0;
  const float *pictures = nullptr, *filter = nullptr, *bias = nullptr;
};

/** y = x ∗ filter + bias, for 3 × 3 kernels with stride 1 and padding 1. */
void convolveByWinograd(OpKernelContext* context, const ConvShape& s,
                        const ConvInputs& inputs, float* y);

/** y = x ∗ filter + bias, for stride 1 and few output channels. */
void convolveByFewChannels(OpKernelContext* context, const ConvShape& s,
                           const ConvInputs& inputs, float* y);

/** y = x ∗ filter + bias, for whole vectors of output channels. */
void convolveDirectly(OpKernelContext* context, const ConvShape& s,
                      const ConvInputs& inputs, float* y);

/** The gradient with respect to x from that with respect to y. */
void convolveBackDirectly(OpKernelContext* context, const ConvShape& s,
                          const ConvInputs& inputs, float* dx);

/** Inputs and outputs of the gradients with respect to filter and bias. */
struct ConvGradients {
  int batch = 0;
  const float *x = nullptr, *dy = nullptr;
  float *dFilter = nullptr, *dBias = nullptr;
};

void filterGradientByWinograd(OpKernelContext* context, const ConvShape& s,
                              const ConvGradients& gradients);

void filterGradientByFewChannels(OpKernelContext* context, const ConvShape& s,
                                 const ConvGradients& gradients);

void filterGradientDirectly(OpKernelContext* context, const ConvShape& s,
                            const ConvGradients& gradients);

}  // namespace mle
