import { type Module, observeLayers } from "../nn/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import { CheckError } from "./check_error.ts";

/** What a layer gives out, and what is usually wrong if it gives anything else. */
export type LayerOutputs = Record<
  string,
  readonly [shape: readonly number[], hint: string]
>;

/**
 * Runs a model and compares what its layers give out, so that a message names
 * the first layer that goes wrong and not the last one that notices.
 *
 * @param outputs The outputs' shapes by the layers' PyTorch names.
 * @param hint What to say if a picture cannot be flattened.
 * @throws {CheckError} that names the layer, if an output has another shape or
 * the model throws.
 */
export function expectForward<Result>(
  model: Module,
  run: () => Result,
  outputs: LayerOutputs,
  hint: string,
): Result {
  let last = "No layer ran before";
  const held: { result?: Result } = {};
  try {
    observeLayers(
      model,
      () => void (held.result = run()),
      (name, layer, { shape }) => {
        const type = layer.constructor.name;
        last = `The last layer that ran is ${name} (${type}), whose output ` +
          `is ${list(shape)}`;
        const [expected, cause] = outputs[name] ?? [shape];
        if (list(shape) === list(expected)) return;
        const what = `The output of ${name} (${type})`;
        throw new CheckError(what, list(expected), list(shape), cause);
      },
    );
  } catch (error) {
    if (error instanceof CheckError || !(error instanceof Error)) throw error;
    const got = `${error.name}: ${error.message.replace(/\.$/, "")}`;
    const cause = likelyCause(error.message, hint);
    throw new CheckError("forward", "a result", got, `${cause}${last}`);
  }
  const { result } = held;
  if (result === undefined) {
    const cause = "Is its `return` missing?";
    throw new CheckError("forward", "a result", "nothing", cause);
  }
  return result;
}

/** What a model gave, which must be a tensor. */
export function expectTensor(what: string, value: unknown): Tensor {
  if (value instanceof tf.Tensor) return value;
  const got = value === undefined ? "nothing" : typeof value;
  throw new CheckError(what, "a tensor", got);
}

const list = (shape: readonly number[]) => `[${shape.join(", ")}]`;

function likelyCause(message: string, flattening: string): string {
  const notCalled = /(this\.\w+) is not a function/.exec(message);
  if (notCalled) {
    return `A layer is not a function here: write ${notCalled[1]}.forward(x). `;
  }
  return /linear|reshape|Size\(/i.test(message) ? `${flattening}. ` : "";
}
