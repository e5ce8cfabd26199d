import type { Parameter } from "../nn/mod.ts";
import {
  attributes,
  dtype,
  executeMany,
  type Tensor,
  tf,
  Variable,
} from "../tf/mod.ts";

const NATIVE = attributes({
  T: dtype("float32"),
  use_locking: false,
  use_nesterov: false,
});

/** How Adam steps; PyTorch's defaults unless given. */
export interface AdamOptions {
  /** Learning rate, 1e-3 unless given. */
  lr?: number;
  /** Decay of the mean and of the mean square of the gradient. */
  betas?: readonly [number, number];
  /** Added to the root of the mean square. */
  eps?: number;
}

/** The two moving averages that Adam keeps for one parameter. */
interface Moments {
  mean: Variable;
  square: Variable;
}

/**
 * Adam: each parameter moves by −lr · m̂/(√v̂ + ε), with m̂ and v̂ the mean and
 * the mean square of its gradient, corrected for their start at 0.
 *
 * It keeps two numbers beside each of the parameters' and frees them when it
 * is disposed; the parameters stay the model's.
 *
 * Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015);
 * as torch.optim.Adam.
 */
export class Adam implements Disposable {
  /** Learning rate. */
  lr: number;
  readonly #parameters: readonly Parameter[];
  readonly #moments: readonly Moments[];
  readonly #betas: readonly [number, number];
  readonly #eps: number;
  #steps = 0;

  /**
   * Starts at step 0.
   *
   * @throws {RangeError} if there is nothing to train, or the learning rate,
   * a beta or epsilon is out of range.
   */
  constructor(parameters: readonly Parameter[], options: AdamOptions = {}) {
    const { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8 } = options;
    const complain = (expected: string, got: string) => {
      throw new RangeError(
        `Cannot make Adam: expected ${expected}, got ${got}`,
      );
    };
    if (parameters.length === 0) complain("parameters to train", "none");
    if (!(lr >= 0 && lr < Infinity)) complain("a learning rate ≥ 0", `${lr}`);
    if (!betas.every((beta) => beta >= 0 && beta < 1)) {
      complain("betas in [0, 1)", betas.join(", "));
    }
    if (!(eps >= 0 && eps < Infinity)) complain("an epsilon ≥ 0", `${eps}`);
    this.lr = lr;
    this.#betas = betas;
    this.#eps = eps;
    this.#parameters = parameters;
    const zeros = ({ variable: { value, shape } }: Parameter) =>
      new Variable(new Float32Array(value.size), shape);
    this.#moments = parameters.map((parameter) => ({
      mean: zeros(parameter),
      square: zeros(parameter),
    }));
  }

  /**
   * Computes the loss and its gradients by the parameters, updates them, and
   * returns the loss. Gradients live for this step alone, so there are none to
   * be zeroed. A parameter on which the loss does not depend stays as it is.
   *
   * @param closure Computes the loss, a scalar, from the parameters' present
   * values. If it throws, nothing is updated.
   */
  step(closure: () => Tensor): number {
    return tf.tidy(() => {
      const values = this.#parameters.map(({ value }) => value);
      const { value: loss, grads } = tf.engine().gradients(closure, values);
      this.#apply(grads);
      return loss.dataSync()[0];
    });
  }

  /** Frees the moving averages. */
  [Symbol.dispose](): void {
    for (const { mean, square } of this.#moments) {
      mean[Symbol.dispose]();
      square[Symbol.dispose]();
    }
  }

  #apply(gradients: readonly (Tensor | undefined)[]): void {
    this.#steps++;
    const [beta1, beta2] = this.#betas;
    // TensorFlow adds ε to the root of the uncorrected mean square. With both
    // corrections in step size and ε the result is PyTorch's:
    // m̂/(√v̂ + ε) = √(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε√(1−β₂ᵗ)).
    const correction1 = 1 - beta1 ** this.#steps;
    const correction2 = Math.sqrt(1 - beta2 ** this.#steps);
    const nothing = tf.scalar(0);
    const scalars = [
      nothing, // the powers of the betas: corrected for above
      nothing,
      tf.scalar(this.lr * correction2 / correction1),
      tf.scalar(beta1),
      tf.scalar(beta2),
      tf.scalar(this.#eps * correction2),
    ];
    this.#parameters.forEach(({ variable }, i) => {
      const gradient = gradients[i];
      if (!gradient) return;
      const { mean, square } = this.#moments[i];
      variable.update((handle) =>
        mean.update((meanHandle) =>
          square.update((squareHandle) =>
            executeMany(
              "ResourceApplyAdam",
              NATIVE,
              [handle, meanHandle, squareHandle, ...scalars, gradient],
              0,
            )
          )
        )
      );
    });
  }
}
