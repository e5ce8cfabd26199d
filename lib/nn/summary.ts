import { rand } from "../random/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import { inEvaluationMode } from "./evaluation_mode.ts";
import type { Module } from "./module.ts";
import { observeLayers } from "./observe.ts";

const RULE = "-".repeat(64);
const DOUBLE_RULE = "=".repeat(64);
const FLOAT32_BYTES = 4;
const MIB = 1024 ** 2;

const count = (value: number) => value.toLocaleString("en-US");
const product = (shape: readonly number[]) =>
  shape.reduce((size, dim) => size * dim, 1);

/** A layer of a model, as it runs. */
export interface LayerRow {
  /** The name of its class. */
  type: string;
  /** The shape of what it gives out for one sample, in PyTorch's order. */
  shape: number[];
  /** How many parameters it has. */
  parameters: number;
}

/** The shape of one sample, in PyTorch's order. */
function torchShape([, ...dims]: readonly number[]): number[] {
  const [height, width, channels] = dims;
  return dims.length === 3 ? [channels, height, width] : dims;
}

/**
 * A model's layers in the order in which they run on a sample of the given
 * shape, [channels, height, width], in evaluation mode.
 */
export function layerRows(
  model: Module & { forward(x: Tensor): unknown },
  [channels, height, width]: readonly [number, number, number],
): LayerRow[] {
  const rows: LayerRow[] = [];
  inEvaluationMode(model, () =>
    tf.tidy(() =>
      observeLayers(
        model,
        () => void model.forward(tf.zeros([2, height, width, channels])),
        (_, layer, output) =>
          rows.push({
            type: layer.constructor.name,
            shape: torchShape(output.shape),
            parameters: parameterCount(layer),
          }),
      )
    ));
  return rows;
}

/**
 * A table of a model's layers in the order in which they run, with output
 * shapes in PyTorch's order (−1 for the batch, then channels first) and numbers
 * of parameters; below it, the memory in MiB taken by one sample's input, by
 * all layers' outputs with their gradients, and by the parameters, all float32.
 * All parameters are trainable; running statistics are buffers and count as no
 * parameters, as in PyTorch.
 *
 * Draws two random inputs from the default generator, as the package does, and
 * runs the model in evaluation mode, so that running statistics do not change.
 *
 * Source: the table of the Python package torchsummary.
 *
 * @param inputShape One sample's shape in PyTorch's order:
 * [channels, height, width].
 */
export function summary(
  model: Module & { forward(x: Tensor): unknown },
  inputShape: readonly [channels: number, height: number, width: number],
): string {
  rand([2, ...inputShape]); // what the package draws
  const rows = layerRows(model, inputShape);

  const total = parameterCount(model);
  const mib = (floats: number) => floats * FLOAT32_BYTES / MIB;
  const inputSize = mib(product(inputShape));
  const outputSize = mib(
    2 * rows.reduce((sum, { shape }) => sum + product(shape), 0),
  );
  const parameterSize = mib(total);
  return [
    RULE,
    row("Layer (type)", "Output Shape", "Param #"),
    DOUBLE_RULE,
    ...rows.map(({ type, shape, parameters }, i) =>
      row(`${type}-${i + 1}`, `[-1, ${shape.join(", ")}]`, count(parameters))
    ),
    DOUBLE_RULE,
    `Total params: ${count(total)}`,
    `Trainable params: ${count(total)}`,
    "Non-trainable params: 0",
    RULE,
    `Input size (MB): ${inputSize.toFixed(2)}`,
    `Forward/backward pass size (MB): ${outputSize.toFixed(2)}`,
    `Params size (MB): ${parameterSize.toFixed(2)}`,
    `Estimated Total Size (MB): ${
      (inputSize + outputSize + parameterSize).toFixed(2)
    }`,
    RULE,
  ].join("\n");
}

const row = (name: string, shape: string, parameters: string) =>
  `${name.padStart(20)}  ${shape.padStart(24)} ${parameters.padStart(15)}`;

const parameterCount = (module: Module) =>
  module.parameters().reduce(
    (sum, parameter) => sum + product(parameter.torchShape),
    0,
  );
