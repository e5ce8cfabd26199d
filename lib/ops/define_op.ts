import { type Tensor, tf } from "../tf/mod.ts";

/** The definition of an operation for {@linkcode defineOp}. */
export interface OpDefinition<
  Input extends string,
  Attributes extends tf.NamedAttrMap,
> {
  /** A unique name, which appears in TensorFlow.js's tape and profiles. */
  name: string;
  /** Computes the outputs. Runs outside the tape. */
  forward(
    inputs: Record<Input, Tensor>,
    attributes: Attributes,
  ): Tensor | Tensor[];
  /** The inputs that the gradient needs, in the order in which it receives them. */
  savedInputs?: Input[];
  /** For each output, whether the gradient needs it; outputs follow the inputs. */
  savedOutputs?: boolean[];
  /**
   * For each input that has a gradient, a function that computes it; it is
   * called only if that gradient is requested.
   *
   * @param dy The gradient of the loss with respect to the first output.
   */
  backward(
    dy: Tensor,
    saved: Tensor[],
    attributes: Attributes,
  ): Partial<Record<Input, () => Tensor>>;
}

/**
 * Defines a differentiable operation in terms of native ones: registers kernel
 * and gradient with TensorFlow.js and returns the function that runs them, which
 * checks nothing. Only the first output has a gradient.
 */
export function defineOp<
  Input extends string,
  Attributes extends tf.NamedAttrMap,
>(
  definition: OpDefinition<Input, Attributes>,
): (inputs: Record<Input, Tensor>, attributes: Attributes) => Tensor[] {
  const kernelName = `mle/${definition.name}`;
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs }) =>
      definition.forward(
        inputs as Record<Input, Tensor>,
        attrs as Attributes,
      ),
  });
  tf.registerGradient({
    kernelName,
    inputsToSave: definition.savedInputs,
    outputsToSave: definition.savedOutputs,
    gradFunc: (dy, saved, attrs) =>
      definition.backward(
        Array.isArray(dy) ? dy[0] : dy,
        saved,
        attrs as Attributes,
      ) as Record<string, () => Tensor>,
  });
  return (inputs, attributes) => {
    const outputs = tf.engine().runKernel(
      kernelName,
      inputs,
      attributes,
    ) as Tensor | Tensor[];
    return Array.isArray(outputs) ? outputs : [outputs];
  };
}
