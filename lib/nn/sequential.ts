import type { Tensor } from "../tf/mod.ts";
import { Module } from "./module.ts";
import type { Layer } from "./observe.ts";

/**
 * Layers that run one after the other; in a state dict they are `0`, `1`, ….
 *
 * Source: as torch.nn.Sequential.
 */
export class Sequential extends Module {
  readonly #layers: readonly Layer[];

  /** Takes the layers in the order in which they run, and owns them. */
  constructor(...layers: Layer[]) {
    super();
    this.#layers = layers;
  }

  /** The layers by their places. */
  override namedChildren(): [name: string, child: Layer][] {
    return this.#layers.map((layer, i) => [`${i}`, layer]);
  }

  /** Runs `x` through all layers. */
  forward(x: Tensor): Tensor {
    return this.#layers.reduce((value, layer) => layer.forward(value), x);
  }
}
