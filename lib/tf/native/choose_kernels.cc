// Chooses the kernels for this processor. Only this file asks what the
// processor supports; it is compiled for any.
#include <cstdlib>
#include <cstring>

#include "kernels/kernels.h"

namespace mle {

// findKernels asks for exactly the features that the flags in
// scripts/setup/native_build.ts enable.
#ifdef __x86_64__
namespace avx512 {
extern const Kernels kKernels;
}
namespace avx2 {
extern const Kernels kKernels;
}
#endif
inline namespace baseline {
extern const Kernels kKernels;
}

namespace {

/**
 * Finds the first kernels that are wanted among those that this processor can
 * run, those with the longest vectors first; null if there are none.
 */
template <typename Visit>
const Kernels* findKernels(const Visit& isWanted) {
#ifdef __x86_64__
  __builtin_cpu_init();
  const bool hasAvx2 =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool hasAvx512 = hasAvx2 && __builtin_cpu_supports("avx512f") &&
                         __builtin_cpu_supports("avx512vl") &&
                         __builtin_cpu_supports("avx512bw") &&
                         __builtin_cpu_supports("avx512dq");
  if (hasAvx512 && isWanted(avx512::kKernels)) return &avx512::kKernels;
  if (hasAvx2 && isWanted(avx2::kKernels)) return &avx2::kKernels;
#endif
  if (isWanted(baseline::kKernels)) return &baseline::kKernels;
  return nullptr;
}

const Kernels& choose() {
  if (const char* name = std::getenv("MLE_OWN_OPS")) {
    const Kernels* named = findKernels([&](const Kernels& kernels) {
      return std::strcmp(kernels.instructions, name) == 0;
    });
    if (named != nullptr) return *named;
  }
  return *findKernels([](const Kernels&) { return true; });
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}

}  // namespace mle
