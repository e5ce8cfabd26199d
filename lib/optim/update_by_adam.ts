import {
  attributes,
  dtype,
  executeMany,
  hasOwnOps,
  int,
  type Tensor,
  tf,
  Variable,
} from "../tf/mod.ts";

/** A parameter, what Adam keeps for it, and its gradient, all of one shape. */
export interface AdamState {
  /** What is trained. */
  parameter: Variable;
  /** Moving average of its gradient. */
  mean: Variable;
  /** Moving average of its gradient's square. */
  square: Variable;
  /** The loss's gradient by it. */
  gradient: Tensor;
}

/** What is the same for all numbers of a step. */
export interface AdamStep {
  /** Learning rate. */
  lr: number;
  /** Decay of the mean and of the mean square of the gradient. */
  betas: readonly [number, number];
  /** Added to the root of the mean square. */
  eps: number;
  /** Which step it is, from 1 on. */
  step: number;
}

/** Updates parameters and moving averages by one step of Adam. */
export const updateByAdam: (
  states: readonly AdamState[],
  step: AdamStep,
) => void = hasOwnOps ? updateTogether : updateEach;

/** By our own op, which takes all at once and rounds as PyTorch does. */
function updateTogether(
  states: readonly AdamState[],
  { lr, betas: [beta1, beta2], eps, step }: AdamStep,
): void {
  const variables = [
    ...states.map(({ parameter }) => parameter),
    ...states.map(({ mean }) => mean),
    ...states.map(({ square }) => square),
  ];
  const gradients = states.map(({ gradient }) => gradient);
  const factors = tf.tensor1d([
    1 - beta1,
    beta2,
    1 - beta2,
    Math.sqrt(1 - beta2 ** step),
    eps,
    lr / (1 - beta1 ** step),
  ]);
  const count = attributes({ N: int(states.length) });
  Variable.updateAll(variables, (handles) =>
    executeMany(
      "MleAdam",
      count,
      [...handles, ...gradients, factors],
      states.length,
    ));
}

const ADAM = attributes({
  T: dtype("float32"),
  use_locking: false,
  use_nesterov: false,
});

/** By TensorFlow's op, one parameter after the other. */
function updateEach(
  states: readonly AdamState[],
  { lr, betas: [beta1, beta2], eps, step }: AdamStep,
): void {
  // TensorFlow adds ε to the root of the uncorrected mean square. With both
  // corrections in step size and ε the result is PyTorch's:
  // m̂/(√v̂ + ε) = √(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε√(1−β₂ᵗ)).
  const correction1 = 1 - beta1 ** step;
  // The op subtracts β₂ from 1 in float32; for 0.999 that is off by 1.3e-5 of
  // the difference, and so is its mean square. PyTorch's is not.
  const excess = Math.fround(1 - beta2) / (1 - Math.fround(beta2));
  const correction2 = Math.sqrt((1 - beta2 ** step) / excess);
  const scalars = [
    0, // the powers of the betas: corrected for above
    0,
    lr * correction2 / correction1,
    beta1,
    beta2,
    eps * correction2,
  ].map((value) => tf.scalar(value));
  for (const { parameter, mean, square, gradient } of states) {
    Variable.updateAll(
      [parameter, mean, square],
      (handles) =>
        executeMany(
          "ResourceApplyAdam",
          ADAM,
          [...handles, ...scalars, gradient],
          0,
        ),
    );
  }
}
