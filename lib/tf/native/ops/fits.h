// Decides which shapes our ops support, and by which algorithm. The library
// asks through the ops Mle…Fits, and uses TensorFlow's ops for all other
// shapes.
#pragma once

#include <algorithm>
#include <limits>

#include "../kernels/kernels.h"

namespace mle {

/**
 * Winograd's algorithm is used for multiples of so many channels. For 16 it
 * takes 0.47 (AVX2) and 0.57 (AVX-512) of the direct algorithm's time, for 64
 * 0.40 and 0.35, for 8 still 0.90 (tests/tf/native/constants_bench.ts,
 * 2026-11-29, AMD EPYC, Zen 4).
 */
constexpr int kWinogradChannels = 16;

/**
 * With so many weights or more, TensorFlow's ops are used. For 2048 inputs, our
 * ops take 0.92 (AVX2) and 0.81 (AVX-512) of their time with 65,536 weights,
 * 1.05 and 1.03 with 196,608, 1.14 and 1.15 with 524,288; for 40,000
 * inputs 1.08 and 0.60 with 120,000 (tests/ops/linear_bench.ts, 2026-11-29, AMD
 * EPYC, Zen 4, one thread).
 */
constexpr long kManyWeights = 200'000;

enum class ConvAlgorithm { kNone, kWinograd, kFewChannels, kDirect };

/** Whether a number of channels or features is a multiple of the lanes. */
inline bool isWholeVectors(int count) {
  return count > 0 && count % kernels().lanes == 0;
}

/** Whether a vector holds several whole pixels. */
inline bool isWholePixels(int channels) {
  return channels > 0 && channels < kernels().lanes &&
         kernels().lanes % channels == 0;
}

/** The algorithm for the output and the gradients of the parameters. */
inline ConvAlgorithm convAlgorithm(const ConvShape& s) {
  const bool isWinograd = s.kernelHeight == 3 && s.kernelWidth == 3 &&
                          s.stride == 1 && s.padding == 1 &&
                          s.in % kWinogradChannels == 0 &&
                          s.out % kWinogradChannels == 0;
  if (isWinograd) return ConvAlgorithm::kWinograd;
  if (s.stride == 1 && isWholePixels(s.out)) return ConvAlgorithm::kFewChannels;
  return isWholeVectors(s.out) ? ConvAlgorithm::kDirect : ConvAlgorithm::kNone;
}

/** The algorithm for the gradient with respect to the input: never kNone. */
inline ConvAlgorithm convInputGradientAlgorithm(const ConvShape& s) {
  if (convAlgorithm(s) == ConvAlgorithm::kWinograd)
    return ConvAlgorithm::kWinograd;
  return s.stride == 1 && s.kernelHeight == s.kernelWidth && isWholePixels(s.in)
             ? ConvAlgorithm::kFewChannels
             : ConvAlgorithm::kDirect;
}

/**
 * Whether the kernel stays within the padded picture, and the sizes of the
 * padded picture and of all its taps fit into an int.
 */
inline bool isConvolution(const ConvShape& s) {
  const auto isLength = [&](long length, long kernel, long outLength) {
    return length > 0 && kernel > 0 && outLength > 0 &&
           (outLength - 1) * s.stride + kernel <= length + 2l * s.padding;
  };
  if (s.in <= 0 || s.out <= 0 ||
      !isLength(s.height, s.kernelHeight, s.outHeight) ||
      !isLength(s.width, s.kernelWidth, s.outWidth)) {
    return false;
  }
  const double padded =
      (s.height + 2.0 * s.padding) * (s.width + 2.0 * s.padding) * s.in;
  const double taps = 1.0 * s.kernelHeight * s.kernelWidth * s.in + kMaxLanes;
  return std::max(padded, taps * s.outHeight * s.outWidth) <=
         std::numeric_limits<int>::max();
}

/**
 * The convolution that computes the gradient with respect to the input, for
 * stride 1.
 */
inline ConvShape backward(const ConvShape& s) {
  ConvShape back = s;
  back.height = s.outHeight;
  back.width = s.outWidth;
  back.in = s.out;
  back.outHeight = s.height;
  back.outWidth = s.width;
  back.out = s.in;
  back.padding = s.kernelHeight - 1 - s.padding;  // may be negative
  return back;
}

/** Whether one side of a weight [out, in] consists of whole vectors. */
inline bool linearComputes(int in, int out) {
  return in > 0 && out > 0 && (isWholeVectors(in) || isWholeVectors(out));
}

inline bool linearFits(int in, int out) {
  return linearComputes(in, out) && static_cast<long>(in) * out < kManyWeights;
}

inline bool maxPoolFits(int kernel) {
  return kernel > 0 && kernel <= kMaxPoolKernel;
}

}  // namespace mle
