// The table of the kernels compiled for one instruction set.
#include "kernels.h"

#define MLE_NAME_OF(text) MLE_TEXT(text)
#define MLE_TEXT(text) #text

namespace mle {
inline namespace MLE_INSTRUCTIONS {

extern const Kernels kKernels;

const Kernels kKernels = {MLE_NAME_OF(MLE_INSTRUCTIONS), kLanes,
#define MLE_POINTER(kernel) mle::kernel,
                          MLE_FOR_EACH_KERNEL(MLE_POINTER)
#undef MLE_POINTER
};

}  // namespace MLE_INSTRUCTIONS
}  // namespace mle
