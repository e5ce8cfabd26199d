// All ops of our own. They are compiled together, and apart from what they
// compute with: TensorFlow's headers take seconds to read, and are not fit for
// every processor that the computations are compiled for.
#include "activation_ops.h"
#include "adam_ops.h"
#include "batch_norm_ops.h"
#include "class_loss_ops.h"
#include "conv_ops.h"
#include "linear_ops.h"
#include "mse_loss_ops.h"
