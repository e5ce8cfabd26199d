/**
 * Assertions that tests share: tensors are close to each other,
 * gradients are correct, no tensors are leaked.
 *
 * @module
 */
export { assertClose, type Tolerance, type Values } from "./assert_close.ts";
export { assertGradients } from "./assert_gradients.ts";
export { assertNoTensorsLeft } from "./assert_no_tensors_left.ts";
