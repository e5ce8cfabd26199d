/**
 * Layers and modules as in torch.nn, but channels last.
 *
 * @module
 */
export { BatchNorm2d } from "./batch_norm2d.ts";
export { Conv2d } from "./conv2d.ts";
export { ConvTranspose2d } from "./conv_transpose2d.ts";
export { inEvaluationMode } from "./evaluation_mode.ts";
export { Flatten } from "./flatten.ts";
export {
  type Features,
  filterLayout,
  Layout,
  pictureLayout,
} from "./layout.ts";
export { Linear } from "./linear.ts";
export { LogSoftmax } from "./log_softmax.ts";
export { MaxPool2d } from "./max_pool2d.ts";
export { Module } from "./module.ts";
export { type Layer, observeLayers } from "./observe.ts";
export { ReLU } from "./relu.ts";
export {
  loadSafetensors,
  readSafetensors,
  type SafetensorsFile,
  saveSafetensors,
} from "./safetensors.ts";
export { Sequential } from "./sequential.ts";
export {
  Buffer,
  Counter,
  Parameter,
  type SavedTensor,
  State,
  type StateDict,
  TensorState,
} from "./state.ts";
export { loadStates, type NamedState, saveStates } from "./state_dict.ts";
export { type LayerRow, layerRows, summary } from "./summary.ts";
export { Unflatten } from "./unflatten.ts";
