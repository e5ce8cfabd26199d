// What max pooling does with groups of numbers that lie beside one another, as
// do those at any place in their windows.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "simd.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

/** N numbers, and vectors of as many bytes, and of as long ones. */
template <int N>
struct Group {
  static constexpr int kSize = N;
  typedef float Floats __attribute__((vector_size(4 * N)));
  typedef int32_t Ints __attribute__((vector_size(4 * N)));
  typedef int64_t Longs __attribute__((vector_size(N > 1 ? 4 * N : 8)));
  typedef uint8_t Bytes __attribute__((vector_size(N)));
  typedef uint8_t AllBytes __attribute__((vector_size(4 * N)));
};

/**
 * Calls `work(group, i)` for groups that together are `length` numbers. Longer
 * ones than a vector the compiler turns into scalar code, which took 20 to 38
 * times as long on AVX2.
 */
template <typename Work>
inline void forEachGroup(long length, const Work& work) {
  long i = 0;
  const auto groups = [&](auto group) {
    for (; i + group.kSize <= length; i += group.kSize) work(group, i);
  };
  if constexpr (kLanes >= 16) groups(Group<16>());
  if constexpr (kLanes >= 8) groups(Group<8>());
  groups(Group<4>());
  groups(Group<1>());
}

template <typename V, typename T>
inline V loadAs(const T* from) {
  V v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

template <typename V, typename T>
inline void storeAs(T* to, const V& v) {
  std::memcpy(to, &v, sizeof v);
}

/** The lowest byte of each number. */
template <typename G>
inline typename G::Bytes narrow(G, const typename G::Ints& numbers) {
  if constexpr (G::kSize != 8) {
    return __builtin_convertvector(numbers, typename G::Bytes);
  }
  // With AVX2 the compiler's own conversion makes pooling take 1.5 times as
  // long.
  using All = typename G::AllBytes;
  All lowest{};
  for (int i = 0; i < G::kSize; i++) lowest[i] = static_cast<uint8_t>(4 * i);
  const All bytes = __builtin_shuffle(loadAs<All>(&numbers), lowest);
  return loadAs<typename G::Bytes>(&bytes);
}

/**
 * Numbers whose byte i % 4 is byte i of those given; the others are any. The
 * compiler's own conversion takes one byte after the other.
 */
template <typename G>
inline typename G::Ints widen(G, const uint8_t* bytes) {
  using Ints = typename G::Ints;
  using Longs = typename G::Longs;
  using All = typename G::AllBytes;
  Longs all;
  if constexpr (G::kSize == 1) return Ints{*bytes};
  if constexpr (G::kSize == 4) all = Longs{loadAs<int32_t>(bytes)};
  if constexpr (G::kSize == 8) {
    // In both halves, since AVX2 moves no byte from one to the other.
    all = Longs{} + loadAs<int64_t>(bytes);
    All from;
    for (int i = 0; i < 32; i++) {
      from[i] = static_cast<uint8_t>(i / 16 * 16 + i / 4);
    }
    const All wide = __builtin_shuffle(loadAs<All>(&all), from);
    return loadAs<Ints>(&wide);
  }
  if constexpr (G::kSize == 16) {
    all = Longs{loadAs<int64_t>(bytes), loadAs<int64_t>(bytes + 8)};
  }
  Ints from;
  for (int i = 0; i < G::kSize; i++) from[i] = i / 4;
  return __builtin_shuffle(loadAs<Ints>(&all), from);
}

/** The greatest numbers so far in each window, and their places. */
template <typename G>
struct Maxima {
  typename G::Floats greatest;
  typename G::Ints place;

  /** Begins with the numbers at place 0. */
  explicit Maxima(const typename G::Floats& numbers)
      : greatest(numbers), place{} {}

  /** Takes those at a later place that are greater, or NaN. */
  void take(const typename G::Floats& numbers, int at) {
    using Ints = typename G::Ints;
    const Ints isGreater = (numbers > greatest) | (numbers != numbers);
    greatest = isGreater ? numbers : greatest;
    place = isGreater ? Ints{} + at : place;
  }

  void store(bool rectify, float* y, uint8_t* places) const {
    // No number is at most NaN.
    const float limit = rectify ? 0 : NAN;
    storeAs(y, greatest <= limit ? typename G::Floats{} : greatest);
    storeAs(places, narrow(G(), place | ((greatest <= 0) & kNotPositive)));
  }
};

inline int32_t inEachByte(int value) {
  return static_cast<int32_t>(value * 0x01010101u);
}

/** The gradients with respect to maxima. */
struct MaximaGradient {
  const float* dy;
  const uint8_t* places;
  /** The bits of a place that count. */
  int bits;

  /** Those whose maximum is at a place, 0 for others. */
  template <typename G>
  typename G::Floats at(G group, int place, long i) const {
    using Ints = typename G::Ints;
    Ints own = Ints{} + 0xFF;
    for (int j = 1; j < G::kSize; j++) {
      own[j] = static_cast<int32_t>(0xFFu << j % 4 * 8);
    }
    own &= inEachByte(bits);
    const Ints wanted = own & inEachByte(place);
    const Ints isHere = (own & widen(group, places + i)) == wanted;
    using Floats = typename G::Floats;
    return isHere ? loadAs<Floats>(dy + i) : Floats{};
  }
};

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
