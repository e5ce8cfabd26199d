// What a kernel's callers have made sure of, said where it is relied on. The
// tests check it; set-up compiles with NDEBUG, and then it costs nothing.
#pragma once

#ifdef NDEBUG
#define MLE_ASSUME(condition) static_cast<void>(true || (condition))
#else
#include <cassert>
#define MLE_ASSUME(condition) assert(condition)
#endif
