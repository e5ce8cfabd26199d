import { runOperation, type Tensor } from "../tf/mod.ts";

/** The definition of an operation for {@linkcode defineOp}. */
export interface OpDefinition<
  Input extends string,
  Attributes,
> {
  /** Its name on the tape and in messages. */
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
   * @param wanted Those inputs that have a gradient to compute, if known.
   */
  backward(
    dy: Tensor,
    saved: Tensor[],
    attributes: Attributes,
    wanted?: readonly string[],
  ): Partial<Record<Input, () => Tensor>>;
}

/**
 * Defines a differentiable operation in terms of native ones: returns the
 * function that runs and records it, which checks nothing. Only the first output
 * has a gradient.
 */
export function defineOp<Input extends string, Attributes>(
  definition: OpDefinition<Input, Attributes>,
): (inputs: Record<Input, Tensor>, attributes: Attributes) => Tensor[] {
  const { name, forward, savedInputs = [], savedOutputs = [], backward } =
    definition;
  return (inputs, attributes) =>
    runOperation({
      name,
      inputs,
      forward: () => {
        const outputs = forward(inputs, attributes);
        return Array.isArray(outputs) ? outputs : [outputs];
      },
      toSave: (outputs) => [
        ...savedInputs.map((input) => inputs[input]),
        ...outputs.filter((_, i) => savedOutputs[i]),
      ],
      gradient: ([dy], saved, wanted) =>
        backward(dy!, saved, attributes, wanted) as Record<
          string,
          () => Tensor
        >,
    });
}
