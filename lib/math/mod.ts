/**
 * Exercise 1 in code: derivations whose lines are checked, quadrature, and the
 * arithmetic of convolutions.
 *
 * @module
 */
export type { CheckedLine, CheckMethod } from "./checked_line.ts";
export {
  checkedWindow,
  convTransposeOutputSize,
  kernelPositions,
  type SlidingWindow,
  type TransposedWindow,
} from "./convolution.ts";
export type { Definitions } from "./definition.ts";
export { Derivation } from "./derivation.ts";
export type { Domain } from "./domain.ts";
export type { NumericFunction, Values } from "./evaluate.ts";
export { FalseLineError } from "./false_line_error.ts";
export { type GaussianPair, gaussianSumChart } from "./gaussian_sum_chart.ts";
export { integrate } from "./integrate.ts";
export { kernelPositionsChart } from "./kernel_positions_chart.ts";
export {
  type KolmogorovSmirnov,
  kolmogorovSmirnov,
} from "./kolmogorov_smirnov.ts";
export { normalCdf } from "./normal_cdf.ts";
