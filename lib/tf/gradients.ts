import { type Tensor, tf } from "./tensorflow.ts";

/** A scalar and its gradients. */
export interface ValueAndGradients {
  /** What was computed. */
  value: Tensor;
  /** For each input its gradient; none where the value does not depend on it. */
  gradients: (Tensor | undefined)[];
}

/** What TensorFlow.js's tape keeps of one operation. */
interface TapeNode {
  /** From the outputs' gradients to functions that compute the inputs'. */
  gradient?(dys: (Tensor | null)[]): Record<string, () => Tensor>;
  saved?: Tensor[];
}

/**
 * Computes a scalar and its gradients by the inputs. What it returns belongs to
 * the enclosing `tidy`. If it throws, TensorFlow.js would keep the activations
 * that were saved for the gradient for ever; here they are freed.
 *
 * @throws {Error} if the value depends on none of the inputs.
 */
export function valueAndGradients(
  compute: () => Tensor,
  inputs: readonly Tensor[],
): ValueAndGradients {
  const engine = tf.engine();
  const computeFrugally = () => {
    const value = compute();
    // A gradient within another one leaves all to the outer one.
    if (engine.state.gradientDepth === 1) freeOnTheWay(engine.state.activeTape);
    return value;
  };
  try {
    const { value, grads } = engine.gradients(computeFrugally, [...inputs]);
    return { value, gradients: grads };
  } catch (error) {
    const { gradientDepth, activeTape } = engine.state;
    if (gradientDepth === 0) {
      tf.dispose(activeTape?.flatMap(({ saved }) => saved ?? []));
    }
    throw error;
  }
}

/**
 * Has the tape, which is walked backward, free an operation's saved tensors and
 * the gradient of its outputs as soon as it has come to the next operation.
 * TensorFlow.js itself keeps them all until the last gradient is there.
 */
function freeOnTheWay(tape: readonly TapeNode[]): void {
  let used: Tensor[] = [];
  const results = new Set<Tensor>();
  for (const node of tape) {
    const { gradient, saved = [] } = node;
    if (gradient === undefined) continue;
    node.gradient = (dys) => {
      // What an operation has passed on as it was is still needed.
      tf.dispose(used.filter((tensor) => !results.has(tensor)));
      results.clear();
      used = [...saved, ...dys.filter((dy) => dy !== null)];
      return Object.fromEntries(
        Object.entries(gradient(dys)).map(([input, compute]) => [
          input,
          () => {
            const result = compute();
            results.add(result);
            return result;
          },
        ]),
      );
    };
  }
}
