// Linked into the addon: TensorFlow writes hints about how it was built to
// stderr when it is loaded, which no environment variable silences. Warnings
// and hints are left out from the moment the addon is loaded; errors stay.
#include "absl/base/log_severity.h"
#include "absl/log/globals.h"

namespace {
[[maybe_unused]] const bool quiet = [] {
  absl::SetMinLogLevel(absl::LogSeverityAtLeast::kError);
  return true;
}();
}  // namespace
