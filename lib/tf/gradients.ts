import { engine, isRecording, type TapeNode, view } from "./tape.ts";
import { type Tensor, tf } from "./tensorflow.ts";

/** A scalar and its gradients. */
export interface ValueAndGradients {
  /** The value itself. */
  value: Tensor;
  /**
   * The gradient with respect to each input; undefined if the value does not
   * depend on it.
   */
  gradients: (Tensor | undefined)[];
}

/** Where the backward pass in progress begins: 1. */
let start: Tensor | undefined;

/** Whether a gradient that comes from above is surely 1: that of the loss. */
export const isOne = (dy: Tensor): boolean => dy === start;

/** The tensors whose gradients a tape's backward pass returns. */
const endsOf = new WeakMap<TapeNode[], Set<number>>();

/**
 * Whether the gradient with respect to `x` that an operation computes now goes
 * nowhere but to the operation that computed `x`. Only known in the backward
 * pass of {@linkcode valueAndGradients}.
 */
export function isPassedOn({ id }: Tensor): boolean {
  const { activeTape, gradientDepth } = engine.state;
  if (activeTape === null || gradientDepth > 0) return false;
  return endsOf.get(activeTape)?.has(id) === false;
}

/**
 * Computes a scalar and its gradients with respect to the inputs. The results
 * belong to the enclosing `tidy`. Unlike TensorFlow.js's own function this one
 * frees what was saved for an operation's gradient, and the gradients of its
 * outputs, as soon as that gradient is computed, and also if the computation
 * throws.
 *
 * @throws {TypeError} if the value is no tensor or depends on none of the inputs.
 */
export function valueAndGradients(
  compute: () => Tensor,
  inputs: readonly Tensor[],
): ValueAndGradients {
  let tape: readonly TapeNode[] = [];
  engine.startTape();
  try {
    let value: Tensor;
    try {
      value = tf.tidy(compute);
      if (!(value instanceof tf.Tensor)) {
        throw new TypeError(
          `Cannot compute gradients: expected a function that returns a scalar ` +
            `tensor, got ${Deno.inspect(value, { depth: 0 })}`,
        );
      }
    } finally {
      tape = [...engine.state.activeTape!];
      engine.endTape();
    }
    return { value, gradients: tf.tidy(() => backward(tape, value, inputs)) };
  } finally {
    // A gradient within another one leaves everything to the outer one.
    if (engine.state.gradientDepth === 0) {
      tape.forEach(free);
      engine.state.activeTape = null;
    }
  }
}

const free = ({ saved }: TapeNode) => saved?.forEach((x) => x.dispose());

const isGradientOf = ({ shape }: Tensor, gradient: Tensor): boolean =>
  gradient.dtype === "float32" && tf.util.arraysEqual(gradient.shape, shape);

/** Goes the tape back, from the value to the inputs. */
function backward(
  tape: readonly TapeNode[],
  value: Tensor,
  inputs: readonly Tensor[],
): (Tensor | undefined)[] {
  const ends = new Set(inputs.map(({ id }) => id));
  endsOf.set(engine.state.activeTape!, ends);
  const depends = new Set(ends);
  for (const { inputs, outputs } of tape) {
    if (Object.values(inputs).some(({ id }) => depends.has(id))) {
      for (const { id } of outputs) depends.add(id);
    }
  }
  if (!depends.has(value.id)) {
    throw new TypeError(
      "Cannot compute gradients: expected a value that depends on the inputs, " +
        "got one that depends on none of them. What leads from them to the " +
        "value, such as a model's forward, must be called inside the function",
    );
  }

  const scope = engine.state.activeScope.id;
  const copy = isRecording() ? tf.clone : view;
  start = tf.ones(value.shape);
  const gradients = new Map([[value.id, start]]);
  for (const node of tape.toReversed()) {
    const { kernelName, outputs, gradient } = node;
    const dys = outputs.map(({ id }) => gradients.get(id));
    const wanted = Object.entries(node.inputs)
      .filter(([, { id }]) => depends.has(id));
    if (wanted.length === 0 || dys.every((dy) => dy === undefined)) continue;
    if (gradient === undefined) {
      throw new TypeError(
        `Cannot compute the gradient of ${kernelName}: TensorFlow.js has none`,
      );
    }
    const dxs = tf.tidy(() => {
      const compute = gradient(dys, wanted.map(([name]) => name));
      return wanted.map(([name, input]) => {
        const dx = compute[name]?.();
        if (dx && isGradientOf(input, dx)) {
          return node.saved?.includes(dx) ? copy(dx) : dx;
        }
        throw new TypeError(
          `Cannot compute the gradient of ${kernelName}: expected float32 ` +
            `[${input.shape.join(", ")}] for its input ${name}, got ` +
            (dx ? `${dx.dtype} [${dx.shape.join(", ")}]` : "none"),
        );
      });
    });
    for (const { id } of outputs) if (!ends.has(id)) gradients.delete(id);
    wanted.forEach(([, { id }], i) => {
      const sum = gradients.get(id);
      gradients.set(id, sum ? tf.add(sum, dxs[i]) : dxs[i]);
    });
    if (engine.state.gradientDepth > 0) continue;
    // An operation may pass on a gradient as it is, or a tensor that belongs to
    // somebody else, and its gradient's function may keep one.
    const needed = new Set(gradients.values());
    for (const dy of dys) {
      const isOurs = dy?.scopeId === scope && !dy.kept;
      if (isOurs && !needed.has(dy)) dy.dispose();
    }
    free(node);
  }
  return inputs.map(({ id }) => gradients.get(id));
}
