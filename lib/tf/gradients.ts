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

/** TensorFlow.js's tape entry for one operation. */
interface TapeNode {
  /**
   * Maps the gradients of the outputs to functions that compute those of the
   * inputs.
   */
  gradient?(dys: (Tensor | null)[]): Record<string, () => Tensor>;
  saved?: Tensor[];
}

/**
 * Computes a scalar and its gradients with respect to the inputs. The results
 * belong to the enclosing `tidy`. If the computation throws, TensorFlow.js
 * would leak the activations saved for the gradient; here they are freed.
 *
 * @throws {TypeError} if the value depends on none of the inputs.
 */
export function valueAndGradients(
  compute: () => Tensor,
  inputs: readonly Tensor[],
): ValueAndGradients {
  const engine = tf.engine();
  const computeFrugally = () => {
    const value = compute();
    // A nested gradient leaves everything to the outer one.
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
    if (
      error instanceof Error && /^Cannot compute gradient/.test(error.message)
    ) {
      throw new TypeError(
        "Cannot compute gradients: expected a value that depends on the " +
          "inputs, got one that depends on none of them. What leads from them " +
          "to the value, such as a model's forward, must be called inside the " +
          "function",
        { cause: error },
      );
    }
    throw error;
  }
}

/**
 * Makes the backward pass free an operation's saved tensors and the gradients
 * of its outputs as soon as it reaches the next operation. TensorFlow.js itself
 * keeps all of them until the last gradient is computed.
 */
function freeOnTheWay(tape: readonly TapeNode[]): void {
  let used: Tensor[] = [];
  const results = new Set<Tensor>();
  for (const node of tape) {
    const { gradient, saved = [] } = node;
    if (gradient === undefined) continue;
    node.gradient = (dys) => {
      // A gradient that an operation passed on unchanged is still needed.
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
