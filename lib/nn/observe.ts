import type { Tensor } from "../tf/mod.ts";
import type { Module } from "./module.ts";

/** A module that maps one tensor to another. */
export interface Layer extends Module {
  /** Runs the layer. */
  forward(x: Tensor): Tensor;
}

/**
 * Calls `observe` after each layer that `run` runs, in that order; layers are
 * modules without children.
 *
 * Source: does what torch.nn.Module.register_forward_hook is used for.
 */
export function observeLayers(
  model: Module,
  run: () => void,
  observe: (name: string, layer: Layer, output: Tensor) => void,
): void {
  const layers = [...model.namedModules()].filter(([, module]) =>
    module.namedChildren().length === 0 && "forward" in module
  ) as [string, Layer][];
  for (const [name, layer] of layers) {
    const forward = layer.forward;
    layer.forward = (x) => {
      const output = forward.call(layer, x);
      observe(name, layer, output);
      return output;
    };
  }
  try {
    run();
  } finally {
    // This uncovers the class's own method.
    for (const [, layer] of layers) Reflect.deleteProperty(layer, "forward");
  }
}
