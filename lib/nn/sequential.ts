import { show } from "../ops/mod.ts";
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

  /**
   * Takes ownership of the layers, which run in the given order.
   *
   * @throws {TypeError} if one is no layer, such as a list of layers.
   */
  constructor(...layers: Layer[]) {
    super();
    for (const layer of layers as unknown[]) {
      if (layer instanceof Module && "forward" in layer) continue;
      throw new TypeError(
        `Cannot make Sequential: expected layers, got ${show(layer)}`,
      );
    }
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
