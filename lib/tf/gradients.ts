import { type Tensor, tf } from "./tensorflow.ts";

/** A scalar and its gradients. */
export interface ValueAndGradients {
  /** What was computed. */
  value: Tensor;
  /** For each input its gradient; none where the value does not depend on it. */
  gradients: (Tensor | undefined)[];
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
  try {
    const { value, grads } = engine.gradients(compute, [...inputs]);
    return { value, gradients: grads };
  } catch (error) {
    const { gradientDepth, activeTape } = engine.state;
    if (gradientDepth === 0) {
      tf.dispose(activeTape?.flatMap(({ saved }) => saved ?? []));
    }
    throw error;
  }
}
