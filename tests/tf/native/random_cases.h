// Random shapes and numbers, the same on every machine, and comparison.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string>

#include "reference.h"

using reference::Floats;
using reference::Sums;

/** Draws by xorshift64*. */
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}

  int between(int first, int last) {
    return first + static_cast<int>(next() % (last - first + 1));
  }
  int oneOf(std::initializer_list<int> values) {
    return values.begin()[between(0, static_cast<int>(values.size()) - 1)];
  }
  float number() { return static_cast<float>(next() % 2001) / 1000 - 1; }
  Floats numbers(long count) {
    Floats result(count);
    for (float& value : result) value = number();
    return result;
  }

 private:
  uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1Du >> 33;
  }
  uint64_t state_;
};

/** Ends the program if numbers differ by more than rounding explains. */
inline void expectClose(const std::string& what, const Floats& actual,
                        const Sums& expected, double relative = 2e-6) {
  if (actual.size() != expected.size()) {
    std::printf("%s: %zu numbers, not %zu\n", what.c_str(), actual.size(),
                expected.size());
    std::exit(1);
  }
  for (size_t i = 0; i < actual.size(); i++) {
    const double limit = relative * expected[i].size + 1e-30;
    if (std::abs(actual[i] - expected[i].value) <= limit) continue;
    std::printf("%s: number %zu is %.9g, not %.9g within %.1g\n", what.c_str(),
                i, actual[i], expected[i].value, limit);
    std::exit(1);
  }
}

/** The same for numbers that must be equal; NaN is equal to NaN. */
inline void expectEqual(const std::string& what, const Floats& actual,
                        const Floats& expected) {
  for (size_t i = 0; i < expected.size(); i++) {
    const bool areNaN = std::isnan(actual[i]) && std::isnan(expected[i]);
    if (actual[i] == expected[i] || areNaN) continue;
    std::printf("%s: number %zu is %.9g, not %.9g\n", what.c_str(), i,
                actual[i], expected[i]);
    std::exit(1);
  }
}
