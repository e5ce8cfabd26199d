// Splits pixels into one row of numbers per channel.
#pragma once

#include "simd.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

typedef int32_t Indices __attribute__((vector_size(4 * kLanes)));

/** Rearranges kLanes pixels into a vector per channel. */
template <int kChannels>
inline void unzip(Vec* v) {
  if constexpr (kChannels % 2 == 0) {
    constexpr int kHalf = kChannels / 2;
    Indices evenLanes{}, oddLanes{};
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; i++) {
      evenLanes[i] = 2 * i;
      oddLanes[i] = 2 * i + 1;
    }
    Vec even[kHalf], odd[kHalf];
#pragma GCC unroll 4
    for (int i = 0; i < kHalf; i++) {
      even[i] = __builtin_shuffle(v[2 * i], v[2 * i + 1], evenLanes);
      odd[i] = __builtin_shuffle(v[2 * i], v[2 * i + 1], oddLanes);
    }
    unzip<kHalf>(even);
    unzip<kHalf>(odd);
#pragma GCC unroll 4
    for (int i = 0; i < kHalf; i++) {
      v[2 * i] = even[i];
      v[2 * i + 1] = odd[i];
    }
  } else if constexpr (kChannels > 1) {
    Vec channels[kChannels];
#pragma GCC unroll 7
    for (int c = 0; c < kChannels; c++) {
      channels[c] = v[0];
#pragma GCC unroll 7
      for (int k = 1; k < kChannels; k++) {
        // Takes what v[k] has of this channel.
        Indices lanes{};
#pragma GCC unroll 16
        for (int i = 0; i < kLanes; i++) {
          const int place = i * kChannels + c;
          lanes[i] = place / kLanes == k            ? kLanes + place % kLanes
                     : k == 1 && place / kLanes < k ? place
                                                    : i;
        }
        channels[c] = __builtin_shuffle(channels[c], v[k], lanes);
      }
    }
#pragma GCC unroll 7
    for (int c = 0; c < kChannels; c++) v[c] = channels[c];
  }
}

/** Writes pixels into planes, each `plane` behind the one before. */
template <int kChannels>
inline void unzipPixels(const float* pixels, int count, float* to, long plane) {
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    Vec v[kChannels];
#pragma GCC unroll 8
    for (int c = 0; c < kChannels; c++) {
      v[c] = load(pixels + i * kChannels + c * kLanes);
    }
    unzip<kChannels>(v);
#pragma GCC unroll 8
    for (int c = 0; c < kChannels; c++) store(to + c * plane + i, v[c]);
  }
  for (; i < count; i++) {
    for (int c = 0; c < kChannels; c++) {
      to[c * plane + i] = pixels[i * kChannels + c];
    }
  }
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
