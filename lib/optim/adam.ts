import {
  Buffer,
  Counter,
  loadStates,
  type NamedState,
  type Parameter,
  saveStates,
  type StateDict,
} from "../nn/mod.ts";
import { type Tensor, tf, valueAndGradients } from "../tf/mod.ts";
import { AdamKernel } from "./adam_kernel.ts";

/** How Adam steps; PyTorch's defaults unless given. */
export interface AdamOptions {
  /** Learning rate, 1e-3 unless given. */
  lr?: number;
  /** Decay of the mean and of the mean square of the gradient. */
  betas?: readonly [number, number];
  /** Added to the root of the mean square. */
  eps?: number;
}

/** What Adam keeps for one parameter, by PyTorch's names. */
interface ParameterState {
  /** How often it was updated. */
  step: Counter;
  /** Moving average of its gradient. */
  exp_avg: Buffer;
  /** Moving average of its gradient's square. */
  exp_avg_sq: Buffer;
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
  /** Decay of the mean and of the mean square of the gradient. */
  readonly betas: readonly [number, number];
  /** Added to the root of the mean square. */
  readonly eps: number;
  readonly #parameters: readonly Parameter[];
  readonly #states: readonly ParameterState[];
  readonly #kernels: readonly AdamKernel[];
  /** Zero and the betas, as TensorFlow's ops take them. */
  readonly #constants: readonly Tensor[];

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
    this.betas = betas;
    this.eps = eps;
    this.#parameters = parameters;
    this.#states = parameters.map(({ layout }) => ({
      step: new Counter("float32"),
      exp_avg: new Buffer(undefined, layout),
      exp_avg_sq: new Buffer(undefined, layout),
    }));
    this.#kernels = this.#states.map(({ exp_avg, exp_avg_sq }, i) =>
      new AdamKernel({
        parameter: parameters[i].variable,
        mean: exp_avg.variable,
        square: exp_avg_sq.variable,
      })
    );
    this.#constants = [0, ...betas].map((value) => tf.keep(tf.scalar(value)));
  }

  /**
   * Computes the loss and its gradients by the parameters, updates them, and
   * returns the loss. Gradients live for this step alone, so there are none to
   * be zeroed. A parameter on which the loss does not depend stays as it is.
   *
   * @param closure Computes the loss, a scalar, from the parameters' present
   * values. If it throws, nothing is updated.
   * @throws {TypeError} if the loss is no scalar.
   */
  step(closure: () => Tensor): number {
    return tf.tidy(() => {
      const values = this.#parameters.map(({ value }) => value);
      const { value: loss, gradients } = valueAndGradients(() => {
        const loss = closure();
        if (loss.rank === 0) return loss;
        throw new TypeError(
          "Cannot step with Adam: expected a scalar loss, got " +
            `[${loss.shape.join(", ")}]`,
        );
      }, values);
      this.#apply(gradients);
      return loss.dataSync()[0];
    });
  }

  /**
   * A copy of all that it keeps: for parameter `i` the tensors `i.step`,
   * `i.exp_avg` and `i.exp_avg_sq`, as in the `state` of PyTorch's.
   */
  stateDict(): StateDict {
    return saveStates(this.#namedStates());
  }

  /**
   * Takes over all tensors of a state dict. Nothing is changed unless all fit.
   *
   * @throws {TypeError} if a tensor is missing, too many, or of another dtype
   * or shape.
   */
  loadStateDict(stateDict: StateDict): void {
    loadStates("Adam", this.#namedStates(), stateDict);
  }

  /** Frees the moving averages. */
  [Symbol.dispose](): void {
    tf.dispose(this.#constants as Tensor[]);
    for (const kernel of this.#kernels) kernel[Symbol.dispose]();
    for (const [, state] of this.#namedStates()) state[Symbol.dispose]();
  }

  #namedStates(): NamedState[] {
    return this.#states.flatMap((states, i) =>
      Object.entries(states).map(([name, state]): NamedState => [
        `${i}.${name}`,
        state,
      ])
    );
  }

  #apply(gradients: readonly (Tensor | undefined)[]): void {
    const scalarsAt = new Map<number, Tensor[]>();
    gradients.forEach((gradient, i) => {
      if (!gradient) return;
      const { step } = this.#states[i];
      step.value++;
      const scalars = scalarsAt.get(step.value) ?? this.#scalars(step.value);
      scalarsAt.set(step.value, scalars);
      this.#kernels[i].step(scalars, gradient);
    });
  }

  /** What the native op is given at a parameter's step, from 1 on. */
  #scalars(step: number): Tensor[] {
    const [beta1, beta2] = this.betas;
    // TensorFlow adds ε to the root of the uncorrected mean square. With both
    // corrections in step size and ε the result is PyTorch's:
    // m̂/(√v̂ + ε) = √(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε√(1−β₂ᵗ)).
    const correction1 = 1 - beta1 ** step;
    // The op subtracts β₂ from 1 in float32; for 0.999 that is off by 1.3e-5 of
    // the difference, and so is its mean square. PyTorch's is not.
    const excess = Math.fround(1 - beta2) / (1 - Math.fround(beta2));
    const correction2 = Math.sqrt((1 - beta2 ** step) / excess);
    const [zero, ...betas] = this.#constants;
    return [
      zero, // the powers of the betas: corrected for above
      zero,
      tf.scalar(this.lr * correction2 / correction1),
      ...betas,
      tf.scalar(this.eps * correction2),
    ];
  }
}
