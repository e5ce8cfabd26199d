#include "few_channels_conv.h"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "assume.h"
#include "prefetch.h"
#include "simd.h"
#include "unzip.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {
namespace {

/** Calls `work` with the number of output channels as a constant. */
template <typename Work>
void withChannels(const ConvShape& s, const Work& work) {
  MLE_ASSUME(s.stride == 1 && s.out > 0 && kLanes % s.out == 0);
  switch (s.out) {
    case 1:
      return work(std::integral_constant<int, 1>());
    case 2:
      return work(std::integral_constant<int, 2>());
    case 4:
      return work(std::integral_constant<int, 4>());
    case 8:
      return work(std::integral_constant<int, 8>());
  }
}

/** Writes pixels into planes, each `plane` behind the one before. */
void writeToPlanes(int channels, const float* pixels, int count, float* to,
                   long plane) {
  switch (channels) {
    case 1:
      return unzipPixels<1>(pixels, count, to, plane);
    case 2:
      return unzipPixels<2>(pixels, count, to, plane);
    case 3:
      return unzipPixels<3>(pixels, count, to, plane);
    case 4:
      return unzipPixels<4>(pixels, count, to, plane);
    case 8:
      return unzipPixels<8>(pixels, count, to, plane);
  }
  for (int i = 0; i < count; i++) {
    for (int c = 0; c < channels; c++) to[c * plane + i] = *pixels++;
  }
}

/** Writes a picture into its planes. */
void layOut(const ConvShape& s, const float* x, float* planes) {
  const int rows = s.outHeight + s.kernelHeight - 1;
  const int columns = s.outWidth + s.kernelWidth - 1;
  // Negative padding crops the picture.
  const int first = std::max(0, -s.padding);
  const int bottom = std::min(s.height, rows - s.padding);
  const int right = std::min(s.width, columns - s.padding);
  for (int i = first; i < bottom; i++) {
    writeToPlanes(s.in, x + (static_cast<long>(i) * s.width + first) * s.in,
                  right - first,
                  planes + (i + s.padding) * planeRow(s) + first + s.padding,
                  planeSize(s));
  }
}

/** The offset of each tap from an output pixel's position. */
std::vector<long> tapOffsets(const ConvShape& s) {
  std::vector<long> offsets;
  for (int h = 0; h < s.kernelHeight; h++) {
    for (int w = 0; w < s.kernelWidth; w++) {
      for (int c = 0; c < s.in; c++) {
        offsets.push_back(c * planeSize(s) + h * planeRow(s) + w);
      }
    }
  }
  return offsets;
}

/**
 * Computes the first `count` pixels of N vectors. A function of its own, for
 * which alone AVX2 has enough registers.
 */
template <int kOut, int N>
[[gnu::noinline]] void sumTaps(const std::vector<long>& offsets,
                               const float* filter, const float* bias,
                               const float* planes, int count, float* y) {
  Vec sums[kOut][N];
#pragma GCC unroll 8
  for (int o = 0; o < kOut; o++) {
#pragma GCC unroll 8
    for (int i = 0; i < N; i++) {
      sums[o][i] = bias == nullptr ? Vec{} : broadcast(bias[o]);
    }
  }
  for (const long offset : offsets) {
    Vec x[N];
#pragma GCC unroll 8
    for (int i = 0; i < N; i++) x[i] = load(planes + offset + i * kLanes);
#pragma GCC unroll 8
    for (int o = 0; o < kOut; o++) {
      const Vec factor = broadcast(filter[o]);
#pragma GCC unroll 8
      for (int i = 0; i < N; i++) sums[o][i] += factor * x[i];
    }
    filter += kOut;
  }
  float rows[kOut][N * kLanes];
  std::memcpy(rows, sums, sizeof sums);
  const auto zip = [&](int pixels) {
    for (int i = 0; i < pixels; i++) {
#pragma GCC unroll 8
      for (int o = 0; o < kOut; o++) y[i * kOut + o] = rows[o][i];
    }
  };
  // With a constant number of pixels, they stay in registers.
  if (count >= N * kLanes) {
    zip(N * kLanes);
  } else {
    zip(count);
  }
}

/** Fetches the picture behind this one, unless this is the last. */
Prefetch nextPicture(const float* picture, long size, int pictures, int parts) {
  const float* next = picture + size;
  return {next, pictures > 1 ? next + size : next, parts};
}

template <int kOut>
void convolvePlanes(const ConvShape& s, const std::vector<long>& offsets,
                    const float* filter, const float* bias, const float* planes,
                    float* y, Prefetch nextX) {
  // Eight vectors of sums, or 16 of AVX-512's, leave registers for the factors.
  constexpr int N = std::max(8 / kOut, kLanes / 8);
  Prefetch outputs(y, y + s.outSize(), s.outHeight);
  outputs.fetchPart();
  for (int row = 0; row < s.outHeight; row++) {
    const float* from = planes + row * planeRow(s);
    float* to = y + row * s.outRow();
    outputs.fetchPart();
    nextX.fetchPart();
    int i = 0;
    for (; i + (N - 1) * kLanes < s.outWidth; i += N * kLanes) {
      sumTaps<kOut, N>(offsets, filter, bias, from + i, s.outWidth - i,
                       to + i * kOut);
    }
    for (; i < s.outWidth; i += kLanes) {
      sumTaps<kOut, 1>(offsets, filter, bias, from + i, s.outWidth - i,
                       to + i * kOut);
    }
  }
}

/**
 * Adds rows' contribution to the gradients of N taps' weights. A function of
 * its own, like sumTaps.
 *
 * @param dy [rows, vectors, kOut, kLanes]; zeros follow a row's last pixel.
 */
template <int kOut, int N>
[[gnu::noinline]] void addTaps(const long* offsets, const float* planes,
                               long rowLength, const float* dy, int rows,
                               int width, float* gradients) {
  const int vectors = (width + kLanes - 1) / kLanes;
  Vec lanes;
  for (int i = 0; i < kLanes; i++) lanes[i] = i;
  const auto isInside =
      lanes < static_cast<float>(width - (vectors - 1) * kLanes);
  Vec sums[N * kOut];
#pragma GCC unroll 24
  for (int i = 0; i < N * kOut; i++) sums[i] = load(gradients + i * kLanes);
  const float* from[N];
#pragma GCC unroll 9
  for (int i = 0; i < N; i++) from[i] = planes + offsets[i];
  for (int row = 0; row < rows; row++) {
    for (int v = 0; v < vectors; v++, dy += kOut * kLanes) {
      Vec x[N];
#pragma GCC unroll 9
      for (int i = 0; i < N; i++) x[i] = load(from[i] + v * kLanes);
      if (v == vectors - 1) {
        // Behind the row's end there may be ∞, and 0 · ∞ is not 0.
#pragma GCC unroll 9
        for (int i = 0; i < N; i++) x[i] = isInside ? x[i] : Vec{};
      }
#pragma GCC unroll 8
      for (int o = 0; o < kOut; o++) {
        const Vec factor = kept(load(dy + o * kLanes));
#pragma GCC unroll 9
        for (int i = 0; i < N; i++) sums[i * kOut + o] += factor * x[i];
      }
    }
#pragma GCC unroll 9
    for (int i = 0; i < N; i++) from[i] += rowLength;
  }
#pragma GCC unroll 24
  for (int i = 0; i < N * kOut; i++) store(gradients + i * kLanes, sums[i]);
}

/** Writes rows of dy as [rows, vectors, kOut, kLanes]. */
template <int kOut>
void layOutRows(const ConvShape& s, const float* dy, int rows, float* to) {
  for (int row = 0; row < rows; row++) {
    for (int i = 0; i < s.outWidth; i += kLanes, to += kOut * kLanes) {
      const int count = std::min(kLanes, s.outWidth - i);
      if (count < kLanes) std::fill_n(to, kOut * kLanes, 0.0f);
      unzipPixels<kOut>(dy, count, to, kLanes);
      dy += count * kOut;
    }
  }
}

/** As many taps as the registers have room for; most kernels have 3 × 3. */
constexpr int tapsAtOnce(int out) { return out == 1 ? 9 : 3; }

template <int kOut>
void addPlanesGradient(const ConvShape& s, const std::vector<long>& offsets,
                       const float* dy, const float* planes, float* dyRows,
                       float* gradients, Prefetch nextX, Prefetch nextDy) {
  constexpr int N = tapsAtOnce(kOut);
  const int vectors = (s.outWidth + kLanes - 1) / kLanes;
  for (int row = 0; row < s.outHeight; row += kDyRows) {
    const int rows = std::min(kDyRows, s.outHeight - row);
    layOutRows<kOut>(s, dy + row * s.outRow(), rows, dyRows);
    const float* from = planes + row * planeRow(s);
    float* sums = gradients;
    int tap = 0;
    for (; tap + N <= s.taps(); tap += N, sums += N * kOut * kLanes) {
      nextX.fetchPart();
      nextDy.fetchPart();
      addTaps<kOut, N>(&offsets[tap], from, planeRow(s), dyRows, rows,
                       s.outWidth, sums);
    }
    for (; tap < s.taps(); tap++, sums += kOut * kLanes) {
      addTaps<kOut, 1>(&offsets[tap], from, planeRow(s), dyRows, rows,
                       s.outWidth, sums);
    }
    Vec biasSums[kOut];
    std::memcpy(biasSums, sums, sizeof biasSums);
    for (int i = 0; i < rows * vectors; i++) {
#pragma GCC unroll 8
      for (int o = 0; o < kOut; o++) {
        biasSums[o] += load(dyRows + (i * kOut + o) * kLanes);
      }
    }
    std::memcpy(sums, biasSums, sizeof biasSums);
  }
}

}  // namespace

void convolveFewChannels(const ConvShape& s, int pictures, const float* x,
                         const float* filter, const float* bias, float* laidOut,
                         float* y) {
  const std::vector<long> offsets = tapOffsets(s);
  for (; pictures > 0; pictures--, x += s.inSize(), y += s.outSize()) {
    layOut(s, x, laidOut);
    withChannels(s, [&](auto out) {
      convolvePlanes<out>(s, offsets, filter, bias, laidOut, y,
                          nextPicture(x, s.inSize(), pictures, s.outHeight));
    });
  }
}

void addFewChannelsGradient(const ConvShape& s, int pictures, const float* x,
                            const float* dy, float* laidOut, float* gradients) {
  const std::vector<long> offsets = tapOffsets(s);
  const int parts = std::max(1, s.outHeight / kDyRows) *
                    std::max(1, s.taps() / tapsAtOnce(s.out));
  for (; pictures > 0; pictures--, x += s.inSize(), dy += s.outSize()) {
    layOut(s, x, laidOut);
    withChannels(s, [&](auto out) {
      addPlanesGradient<out>(s, offsets, dy, laidOut, laidOut + planesSize(s),
                             gradients,
                             nextPicture(x, s.inSize(), pictures, parts),
                             nextPicture(dy, s.outSize(), pictures, parts));
    });
  }
}

void foldFewChannelsGradient(const ConvShape& s, const float* gradients,
                             float* dFilter, float* dBias) {
  const auto fold = [&](long count, float* to) {
    for (long i = 0; i < count; i++, gradients += kLanes) {
      to[i] = 0;
      for (int lane = 0; lane < kLanes; lane++) to[i] += gradients[lane];
    }
  };
  fold(s.filterSize(), dFilter);
  fold(s.out, dBias);
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
