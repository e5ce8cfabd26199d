// The longest vectors of floats that the instruction set has.
#pragma once

#include <cstring>

#include "instructions.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

typedef float Vec __attribute__((vector_size(4 * kLanes)));

inline Vec load(const float* from) {
  Vec v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

inline void store(float* to, Vec v) { std::memcpy(to, &v, sizeof v); }

/** The same, in a register: not loaded anew from memory for each use. */
inline Vec kept(Vec v) {
#ifdef __x86_64__
  asm("" : "+v"(v));
#else
  asm("" : "+w"(v));
#endif
  return v;
}

inline Vec broadcast(float value) { return value - Vec{}; }

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
