import {
  attributes,
  executeMany,
  hasOwnOps,
  int,
  type Tensor,
  tf,
  Variable,
} from "../tf/mod.ts";

/** Adam's hyperparameters; the defaults are PyTorch's. */
export interface AdamOptions {
  /** Learning rate, by default 1e-3. */
  lr?: number;
  /** Decay of the mean and of the mean square of the gradient. */
  betas?: readonly [number, number];
  /** Added to the root of the mean square. */
  eps?: number;
}

/** A parameter, its moving averages and its gradient, all of one shape. */
export interface AdamState {
  /** The parameter itself. */
  parameter: Variable;
  /** Moving average of the gradient. */
  mean: Variable;
  /** Moving average of the squared gradient. */
  square: Variable;
  /** The gradient of the loss with respect to the parameter. */
  gradient: Tensor;
}

/** What is the same for all parameters in a step, counted from 1. */
type AdamStep = Required<AdamOptions> & { step: number };

/** Updates parameters and moving averages with one step of Adam. */
export const updateByAdam: (
  states: readonly AdamState[],
  step: AdamStep,
) => void = hasOwnOps ? updateTogether : updateEach;

/**
 * With our own op, which updates all parameters at once and rounds as PyTorch
 * does.
 */
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
  // The kernel's AdamFactors; the differences are float32 numbers of their own.
  const factors = tf.tensor1d(Float32Array.of(
    1 - beta1,
    beta2,
    1 - beta2,
    eps,
    lr / (1 - beta1 ** step),
    Math.sqrt(1 - beta2 ** step),
  ));
  Variable.updateAll(variables, (handles) =>
    executeMany(
      "MleAdam",
      attributes({ N: int(states.length) }),
      [...handles, ...gradients, factors],
      states.length,
    ));
}

/** By TensorFlow.js's operations, in the order of PyTorch's. */
function updateEach(
  states: readonly AdamState[],
  { lr, betas: [beta1, beta2], eps, step }: AdamStep,
): void {
  const stepSize = lr / (1 - beta1 ** step);
  const squareCorrection = Math.sqrt(1 - beta2 ** step);
  for (const { parameter, mean, square, gradient } of states) {
    tf.tidy(() => {
      // As torch.lerp, which is exact at both ends.
      const difference = tf.sub(gradient, mean.value);
      const m = 1 - beta1 < 0.5
        ? tf.add(mean.value, tf.mul(difference, 1 - beta1))
        : tf.sub(gradient, tf.mul(difference, beta1));
      const v = tf.add(
        tf.mul(square.value, beta2),
        tf.mul(tf.mul(gradient, 1 - beta2), gradient),
      );
      const root = tf.add(tf.div(tf.sqrt(v), squareCorrection), eps);
      const change = tf.mul(tf.div(m, root), stepSize);
      parameter.assign(tf.sub(parameter.value, change));
      mean.assign(m);
      square.assign(v);
    });
  }
}
