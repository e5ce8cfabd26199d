import {
  Buffer,
  Counter,
  loadStates,
  type NamedState,
  Parameter,
  saveStates,
  type StateDict,
} from "../nn/mod.ts";
import { readOptions, refuseMore, show } from "../ops/mod.ts";
import { StoppedError, stopRequested } from "../stop/mod.ts";
import { type Tensor, tf, valueAndGradients } from "../tf/mod.ts";
import {
  type AdamOptions,
  type AdamState,
  updateByAdam,
} from "./update_by_adam.ts";

const DEFAULTS: Required<AdamOptions> = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
};

/** Adam's state for one parameter, by PyTorch's names. */
interface ParameterState {
  /** The number of updates so far. */
  step: Counter;
  /** Moving average of the gradient. */
  exp_avg: Buffer;
  /** Moving average of the squared gradient. */
  exp_avg_sq: Buffer;
}

/**
 * Adam: each parameter moves by −lr · m̂/(√v̂ + ε), where m̂ and v̂ are moving
 * averages of its gradient and squared gradient, corrected for their bias
 * towards the start at 0.
 *
 * Keeps two moving averages for each element of the parameters and frees them
 * when disposed; the parameters belong to the model.
 *
 * Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015);
 * as torch.optim.Adam, without weight decay and AMSGrad.
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
  /** Whether a step was taken although Stop had been pressed. */
  #isPastStop = false;

  /**
   * Starts at step 0.
   *
   * @throws {TypeError} for an option that there is not, or no list of
   * parameters.
   * @throws {RangeError} if there are no parameters, or the learning rate, a
   * beta or epsilon is out of range.
   */
  constructor(
    parameters: readonly Parameter[],
    options?: AdamOptions,
    ...more: never[]
  ) {
    const action = "make Adam";
    const { lr, betas, eps } = readOptions(action, DEFAULTS, options);
    refuseMore(action, more);
    const complain = (expected: string, got: string) => {
      throw new RangeError(
        `Cannot ${action}: expected ${expected}, got ${got}`,
      );
    };
    const areParameters = Array.isArray(parameters) &&
      parameters.every((parameter) => parameter instanceof Parameter);
    if (!areParameters) {
      throw new TypeError(
        `Cannot ${action}: expected a list of parameters, such as ` +
          `model.parameters(), got ${show(parameters)}`,
      );
    }
    if (parameters.length === 0) complain("parameters to train", "none");
    const isBelow = (end: number) => (value: unknown) =>
      typeof value === "number" && value >= 0 && value < end;
    if (!isBelow(Infinity)(lr)) complain("a learning rate ≥ 0", show(lr));
    const areTwo = Array.isArray(betas) && betas.length === 2;
    if (!(areTwo && betas.every(isBelow(1)))) {
      complain("two betas in [0, 1)", [betas].flat().join(", "));
    }
    if (!isBelow(Infinity)(eps)) complain("an epsilon ≥ 0", show(eps));
    this.lr = lr;
    this.betas = betas;
    this.eps = eps;
    this.#parameters = parameters;
    this.#states = parameters.map(({ layout }) => ({
      step: new Counter("float32"),
      exp_avg: new Buffer(undefined, layout),
      exp_avg_sq: new Buffer(undefined, layout),
    }));
  }

  /**
   * Computes the loss and its gradients with respect to the parameters, updates
   * the parameters, and returns the loss. Gradients live only for this step, so
   * there is nothing to zero. A parameter that does not affect the loss is left
   * unchanged.
   *
   * @param closure Computes the loss, a scalar, from the parameters' current
   * values. If it throws, nothing is updated.
   * @throws {TypeError} if the loss is not a scalar, or does not depend on the
   * parameters.
   * @throws {StoppedError} at the second step after Stop in a notebook: the loop
   * should have ended after the first.
   */
  step(closure: () => Tensor): number {
    const isStopped = stopRequested();
    if (isStopped && this.#isPastStop) {
      throw new StoppedError(
        "the optimizer takes no further step. The model keeps its weights; a " +
          "loop that looks at signal.aborted before each step can also keep " +
          "its history",
      );
    }
    this.#isPastStop = isStopped;
    return tf.tidy(() => {
      const values = this.#parameters.map(({ value }) => value);
      const { value: loss, gradients } = valueAndGradients(() => {
        const loss: unknown = closure();
        if (loss instanceof tf.Tensor && loss.rank === 0) return loss;
        throw new TypeError(
          `Cannot step with Adam: expected a scalar loss, got ${got(loss)}`,
        );
      }, values);
      this.#apply(gradients);
      return loss.dataSync()[0];
    });
  }

  /**
   * A copy of the optimizer's state: for parameter `i` the tensors `i.step`,
   * `i.exp_avg` and `i.exp_avg_sq`, as in the `state` of PyTorch's optimizer.
   */
  stateDict(): StateDict {
    return saveStates(this.#namedStates());
  }

  /**
   * Loads all tensors of a state dict. Nothing is changed unless all of them
   * fit.
   *
   * @throws {TypeError} if a tensor is missing or unexpected, or has another
   * dtype or shape.
   */
  loadStateDict(stateDict: StateDict): void {
    loadStates("Adam", this.#namedStates(), stateDict);
  }

  /** Frees the moving averages. */
  [Symbol.dispose](): void {
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
    // Usually all are at the same step, but a parameter without a gradient
    // falls behind.
    const statesAt = new Map<number, AdamState[]>();
    gradients.forEach((gradient, i) => {
      if (!gradient) return;
      const { step, exp_avg, exp_avg_sq } = this.#states[i];
      step.value++;
      const states = statesAt.get(step.value) ?? [];
      statesAt.set(step.value, states);
      states.push({
        parameter: this.#parameters[i].variable,
        mean: exp_avg.variable,
        square: exp_avg_sq.variable,
        gradient,
      });
    });
    const { lr, betas, eps } = this;
    for (const [step, states] of statesAt) {
      updateByAdam(states, { lr, betas, eps, step });
    }
  }
}

/** What a closure returned in place of a scalar, and the likely cause. */
function got(loss: unknown): string {
  if (loss instanceof tf.Tensor) return `[${loss.shape.join(", ")}]`;
  if (loss === undefined) return "nothing: does the closure return the loss?";
  return loss instanceof Promise
    ? "a Promise: the closure must not be async"
    : `${typeof loss}: return the tensor, not its value`;
}
