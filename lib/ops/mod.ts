/**
 * Differentiable operations on native kernels, channels last. Denormal numbers
 * (below 1.2e-38) count as zero, which they do not in PyTorch. An empty tensor,
 * which PyTorch returns empty, is refused.
 *
 * @module
 */
export {
  batchNorm,
  type BatchStatistics,
  batchStatistics,
} from "./batch_norm.ts";
export {
  type Conv2dOptions,
  type ConvGeometry,
  convGeometry,
} from "./conv_geometry.ts";
export { requireAxes, requireFloats } from "./check_tensors.ts";
export { conv2d } from "./conv2d.ts";
export {
  convTranspose2d,
  type ConvTranspose2dOptions,
  transposeGeometry,
} from "./conv_transpose2d.ts";
export { linear } from "./linear.ts";
export { logSoftmax } from "./log_softmax.ts";
export { maxPool2d, maxPoolOfRelu2d } from "./max_pool2d.ts";
export { moveAverage } from "./move_average.ts";
export { mseLoss } from "./mse_loss.ts";
export { nllLoss } from "./nll_loss.ts";
export { readOptions, refuseMore, requireWhole, show } from "./options.ts";
export { relu } from "./relu.ts";
