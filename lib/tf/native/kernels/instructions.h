// The instruction set that a file is compiled for.
//
// Kernels are compiled once for each instruction set, with the compiler flags
// in scripts/setup/native_build.ts. Each set has a namespace for its functions;
// all of them share the types.
#pragma once

#if defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512BW__) && \
    defined(__AVX512DQ__)
#define MLE_INSTRUCTIONS avx512
#elif defined(__AVX2__) && defined(__FMA__)
#define MLE_INSTRUCTIONS avx2
#else
#define MLE_INSTRUCTIONS baseline
#endif

namespace mle {

/** Floats in the longest vector of any set, for sizing memory. */
constexpr int kMaxLanes = 16;

inline namespace MLE_INSTRUCTIONS {

/** Floats in a vector: SSE's and NEON's four, AVX2's eight, AVX-512's 16. */
#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX2__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
