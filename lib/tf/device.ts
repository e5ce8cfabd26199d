import { ownOps } from "./own_ops.ts";
import { tensorFlowVersion } from "./version.ts";

/**
 * What computes here, for people to read, such as `CPU, 2 threads; TensorFlow
 * 2.21.0 with our own ops for avx512`.
 */
export const device: string =
  `CPU, ${navigator.hardwareConcurrency} threads; TensorFlow ` +
  `${tensorFlowVersion} ` +
  (ownOps ? `with our own ops for ${ownOps.instructions}` : "alone");
