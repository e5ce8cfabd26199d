import { relu } from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { Module } from "./module.ts";

/**
 * The rectified linear unit max(x, 0), element by element.
 *
 * Source: as torch.nn.ReLU.
 */
export class ReLU extends Module {
  /** Applies max(x, 0) to `x`, of any shape. */
  forward(x: Tensor): Tensor {
    return relu(x);
  }
}
