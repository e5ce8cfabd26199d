#include "add_numbers.h"

namespace mle {
inline namespace MLE_INSTRUCTIONS {

void addNumbers(const float* x, long first, long end, float* sum) {
  for (long i = first; i < end; i++) sum[i] += x[i];
}

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
