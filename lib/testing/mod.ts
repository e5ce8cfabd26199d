/**
 * What tests and check cells share: tensors that must be close to others,
 * gradients that must be right, tensors that must not be left behind.
 *
 * @module
 */
export { assertClose, type Tolerance, type Values } from "./assert_close.ts";
export { assertGradients } from "./assert_gradients.ts";
export { assertNoTensorsLeft } from "./assert_no_tensors_left.ts";
