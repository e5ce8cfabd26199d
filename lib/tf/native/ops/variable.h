// Variables that an op updates in place.
#pragma once

#include <algorithm>

#include "op.h"
#include "tensorflow/core/framework/resource_mgr.h"
#include "tensorflow/core/framework/resource_var.h"

namespace mle {

using VariablePtr = tensorflow::core::RefCountPtr<tensorflow::Var>;

/**
 * Finds an op's variable. If its value is still in use elsewhere, the variable
 * gets a copy of its own, which the op may change.
 */
inline absl::Status findVariable(OpKernelContext* context, int input,
                                 VariablePtr& variable) {
  auto status =
      LookupResource(context, HandleFromInput(context, input), &variable);
  if (!status.ok()) return status;
  Tensor& value = *variable->tensor();
  if (value.dtype() != DT_FLOAT) return invalidArgument("no float variable");
  if (value.RefCountIsOne()) return status;
  Tensor copy;
  status = context->allocate_temp(DT_FLOAT, value.shape(), &copy);
  if (!status.ok()) return status;
  std::copy_n(numbers(value), value.NumElements(), numbers(copy));
  value = copy;
  return status;
}

}  // namespace mle
