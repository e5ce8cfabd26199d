import { maxPoolOfRelu2d, show } from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { MaxPool2d } from "./max_pool2d.ts";
import { Module } from "./module.ts";
import type { Layer } from "./observe.ts";
import { ReLU } from "./relu.ts";

/** Whether a layer does what its class does: nobody has changed or observes it. */
const isPlain = <L extends Layer>(
  layer: Layer | undefined,
  { prototype }: { prototype: L },
): layer is L => layer?.forward === prototype.forward;

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
    let value = x;
    for (let i = 0; i < this.#layers.length; i++) {
      const [layer, next] = this.#layers.slice(i, i + 2);
      if (isPlain(layer, ReLU) && isPlain(next, MaxPool2d)) {
        value = maxPoolOfRelu2d(value, next.kernelSize, next.stride);
        i++;
      } else {
        value = layer.forward(value);
      }
    }
    return value;
  }
}
