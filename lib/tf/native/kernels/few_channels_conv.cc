#include "few_channels_conv.h"

#include <algorithm>
#include <vector>

#include "assume.h"
#include "simd.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

typedef int32_t Indices __attribute__((vector_size(4 * kLanes)));

/** Lays out a picture; kCopies is the number of output channels. */
template <int kCopies>
void layOut(const ConvShape& s, const float* x, float* laidOut) {
  // So many pixels fill a vector, and come from two if they have few channels.
  constexpr int kPixels = kLanes / kCopies;
  const bool hasFew = s.in <= 2 * kCopies;
  Indices indices[2 * kCopies];
  for (int c = 0; c < s.in && hasFew; c++) {
    for (int i = 0; i < kLanes; i++) indices[c][i] = i / kCopies * s.in + c;
  }
  const float* const end = x + s.inSize();
  const long plane = (s.outHeight + s.kernelHeight - 1) * laidOutRow(s);
  const int rows = s.outHeight + s.kernelHeight - 1;
  const int columns = s.outWidth + s.kernelWidth - 1;
  // Negative padding crops the picture.
  const int top = std::max(0, -s.padding);
  const int bottom = std::min(s.height, rows - s.padding);
  const int right = std::min(s.width, columns - s.padding);
  for (int i = top; i < bottom; i++) {
    const float* from = x + (static_cast<long>(i) * s.width + top) * s.in;
    float* row =
        laidOut + (i + s.padding) * laidOutRow(s) + (top + s.padding) * kCopies;
    int j = top;
    for (; hasFew && j + kPixels <= right && from + 2 * kLanes <= end;
         j += kPixels, from += kPixels * s.in, row += kLanes) {
      const Vec first = load(from), second = load(from + kLanes);
      for (int c = 0; c < s.in; c++) {
        store(row + c * plane, __builtin_shuffle(first, second, indices[c]));
      }
    }
    for (; j < right; j++, row += kCopies) {
      for (int c = 0; c < s.in; c++) {
        const float value = *from++;
        float* to = row + c * plane;
        for (int copy = 0; copy < kCopies; copy++) to[copy] = value;
      }
    }
  }
}

void layOut(const ConvShape& s, const float* x, float* laidOut) {
  MLE_ASSUME(s.stride == 1 && s.out > 0 && kLanes % s.out == 0);
  switch (s.out) {
    case 1:
      return layOut<1>(s, x, laidOut);
    case 2:
      return layOut<2>(s, x, laidOut);
    case 4:
      return layOut<4>(s, x, laidOut);
    case 8:
      return layOut<8>(s, x, laidOut);
  }
}

/** The offset of each tap from an output number's position. */
std::vector<long> tapOffsets(const ConvShape& s) {
  std::vector<long> offsets;
  const int rows = s.outHeight + s.kernelHeight - 1;
  for (int h = 0; h < s.kernelHeight; h++) {
    for (int w = 0; w < s.kernelWidth; w++) {
      for (int c = 0; c < s.in; c++) {
        offsets.push_back((static_cast<long>(c) * rows + h) * laidOutRow(s) +
                          static_cast<long>(w) * s.out);
      }
    }
  }
  return offsets;
}

/** Fills a vector by repeating one value per channel. */
Vec repeatedVector(const float* perChannel, int channels) {
  float lanes[kLanes];
  for (int i = 0; i < kLanes; i++) lanes[i] = perChannel[i % channels];
  return load(lanes);
}

/** Computes N vectors of an output row. */
template <int N>
inline void sumTaps(const std::vector<long>& offsets, const Vec* factors,
                    Vec bias, const float* laidOut, float* y) {
  Vec sums[N];
#pragma GCC unroll 9
  for (int i = 0; i < N; i++) sums[i] = bias;
  for (size_t tap = 0; tap < offsets.size(); tap++) {
    const float* from = laidOut + offsets[tap];
    const Vec factor = factors[tap];
#pragma GCC unroll 9
    for (int i = 0; i < N; i++) sums[i] += factor * load(from + i * kLanes);
  }
#pragma GCC unroll 9
  for (int i = 0; i < N; i++) store(y + i * kLanes, sums[i]);
}

/** Adds an output row's contribution to the gradients of N taps' weights. */
template <int N>
inline void addTaps(const long* offsets, const float* laidOut, const float* dy,
                    long whole, long count, Vec last, float* gradients) {
  Vec sums[N];
#pragma GCC unroll 9
  for (int i = 0; i < N; i++) sums[i] = load(gradients + i * kLanes);
  for (long v = 0; v < count; v++) {
    const Vec factor = v < whole ? load(dy + v * kLanes) : last;
#pragma GCC unroll 9
    for (int i = 0; i < N; i++) {
      sums[i] += factor * load(laidOut + offsets[i] + v * kLanes);
    }
  }
#pragma GCC unroll 9
  for (int i = 0; i < N; i++) store(gradients + i * kLanes, sums[i]);
}

}  // namespace

void convolveFewChannels(const ConvShape& s, const float* x,
                         const float* filter, const float* bias, float* laidOut,
                         float* y) {
  layOut(s, x, laidOut);
  const std::vector<long> offsets = tapOffsets(s);
  std::vector<Vec> factors;
  for (int tap = 0; tap < s.taps(); tap++) {
    factors.push_back(repeatedVector(filter + tap * s.out, s.out));
  }
  const Vec offset = bias == nullptr ? Vec{} : repeatedVector(bias, s.out);
  for (int row = 0; row < s.outHeight; row++) {
    const float* from = laidOut + row * laidOutRow(s);
    float* to = y + row * s.outRow();
    long i = 0;
    for (; i + 8 * kLanes <= s.outRow(); i += 8 * kLanes) {
      sumTaps<8>(offsets, factors.data(), offset, from + i, to + i);
    }
    for (; i + kLanes <= s.outRow(); i += kLanes) {
      sumTaps<1>(offsets, factors.data(), offset, from + i, to + i);
    }
    if (i < s.outRow()) {
      float lanes[kLanes];
      sumTaps<1>(offsets, factors.data(), offset, from + i, lanes);
      std::copy_n(lanes, s.outRow() - i, to + i);
    }
  }
}

void addFewChannelsGradient(const ConvShape& s, const float* x, const float* dy,
                            float* laidOut, float* gradients) {
  layOut(s, x, laidOut);
  const std::vector<long> offsets = tapOffsets(s);
  const long whole = s.outRow() / kLanes;
  const long count = (s.outRow() + kLanes - 1) / kLanes;
  for (int row = 0; row < s.outHeight; row++) {
    const float* from = laidOut + row * laidOutRow(s);
    const float* dyRow = dy + row * s.outRow();
    float lanes[kLanes] = {};
    for (long i = whole * kLanes; i < s.outRow(); i++) {
      lanes[i - whole * kLanes] = dyRow[i];
    }
    const Vec last = load(lanes);
    int tap = 0;
    for (; tap + 9 <= s.taps(); tap += 9) {
      addTaps<9>(&offsets[tap], from, dyRow, whole, count, last,
                 gradients + tap * kLanes);
    }
    for (; tap < s.taps(); tap++) {
      addTaps<1>(&offsets[tap], from, dyRow, whole, count, last,
                 gradients + tap * kLanes);
    }
    float* biasGradient = gradients + s.taps() * kLanes;
    Vec sum = load(biasGradient) + last;
    for (long v = 0; v < whole; v++) sum += load(dyRow + v * kLanes);
    store(biasGradient, sum);
  }
}

void foldFewChannelsGradient(const ConvShape& s, const float* gradients,
                             float* dFilter, float* dBias) {
  std::fill_n(dFilter, static_cast<long>(s.taps()) * s.out, 0.0f);
  std::fill_n(dBias, s.out, 0.0f);
  for (int tap = 0; tap <= s.taps(); tap++) {
    float* to = tap < s.taps() ? dFilter + tap * s.out : dBias;
    for (int i = 0; i < kLanes; i++) {
      to[i % s.out] += gradients[tap * kLanes + i];
    }
  }
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
