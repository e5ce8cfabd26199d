// Which shapes our ops take, and which way they compute them: the one place
// that says so. The library asks by the ops Mle…Fits, and leaves to TensorFlow
// what does not fit.
#pragma once

#include <algorithm>
#include <limits>

#include "../kernels/kernels.h"

namespace mle {

/** From so few channels on, Winograd's transforms save less than they cost. */
constexpr int kWinogradChannels = 16;

/** From so many weights on, oneDNN's products take less time than ours. */
constexpr long kManyWeights = 200'000;

enum class ConvWay { kNone, kWinograd, kFewChannels, kDirect };

/** Whether there are whole vectors of channels or features. */
inline bool isWholeVectors(int count) {
  return count > 0 && count % kernels().lanes == 0;
}

/** Whether a vector holds whole pixels, and several of them. */
inline bool isWholePixels(int channels) {
  return channels > 0 && channels < kernels().lanes &&
         kernels().lanes % channels == 0;
}

/** How to go forward, and to the gradients with respect to the parameters. */
inline ConvWay convWay(const ConvShape& s) {
  const bool isWinograd = s.kernelHeight == 3 && s.kernelWidth == 3 &&
                          s.stride == 1 && s.padding == 1 &&
                          s.in % kWinogradChannels == 0 &&
                          s.out % kWinogradChannels == 0;
  if (isWinograd) return ConvWay::kWinograd;
  if (s.stride == 1 && isWholePixels(s.out)) return ConvWay::kFewChannels;
  return isWholeVectors(s.out) ? ConvWay::kDirect : ConvWay::kNone;
}

/** How to go to the gradient with respect to the input: always somehow. */
inline ConvWay convInputGradientWay(const ConvShape& s) {
  if (convWay(s) == ConvWay::kWinograd) return ConvWay::kWinograd;
  return s.stride == 1 && s.kernelHeight == s.kernelWidth && isWholePixels(s.in)
             ? ConvWay::kFewChannels
             : ConvWay::kDirect;
}

/**
 * Whether the kernel, at the last place, still meets the padded picture, and
 * whether an int counts the numbers of a padded picture, and those of all its
 * taps.
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

/** The convolution whose output is another one's gradient, for stride 1. */
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

/** Whether one side of a weight [out, in] is whole vectors. */
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
