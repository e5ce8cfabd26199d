// MLE_ASSUME states a precondition that a kernel's callers guarantee. The tests
// check it; set-up compiles with NDEBUG, which removes the check.
#pragma once

#ifdef NDEBUG
#define MLE_ASSUME(condition) static_cast<void>(true || (condition))
#else
#include <cassert>
#define MLE_ASSUME(condition) assert(condition)
#endif
