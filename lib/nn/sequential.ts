import type { Tensor } from "../tf/mod.ts";
import { Module } from "./module.ts";
import type { Layer } from "./observe.ts";

/**
 * Layers that run one after the other; in a state dict they are called `0`,
 * `1`, ….
 *
 * Source: as torch.nn.Sequential.
 */
export class Sequential extends Module {
  readonly #layers: readonly Layer[];

  /** Takes ownership of the layers, which run in the given order. */
  constructor(...layers: Layer[]) {
    super();
    this.#layers = layers;
  }

  /** The layers by their positions. */
  override namedChildren(): [name: string, child: Layer][] {
    return this.#layers.map((layer, i) => [`${i}`, layer]);
  }

  /** Runs `x` through all layers. */
  forward(x: Tensor): Tensor {
    return this.#layers.reduce((value, layer) => layer.forward(value), x);
  }
}
