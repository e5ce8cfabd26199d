import { logSoftmax } from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { Module } from "./module.ts";

/**
 * The logarithm of the softmax over the last axis, [batch, classes] → [batch,
 * classes].
 *
 * Source: as torch.nn.LogSoftmax(dim=1).
 */
export class LogSoftmax extends Module {
  /** Normalises `x`, [batch, classes]. */
  forward(x: Tensor): Tensor {
    return logSoftmax(x);
  }
}
