/**
 * Exercise 1 in code: derivations whose lines are checked, quadrature, and the
 * arithmetic of convolutions.
 *
 * @module
 */
export type { CheckedLine, CheckMethod } from "./checked_line.ts";
export {
  checkedWindow,
  kernelPositions,
  type SlidingWindow,
} from "./convolution.ts";
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
export { transposedPositionsChart } from "./transposed_positions_chart.ts";
