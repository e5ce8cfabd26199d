import {
  attributes,
  executeMany,
  type Shape,
  type Tensor,
  tf,
  Variable,
} from "../tf/mod.ts";

/** A parameter and what Adam keeps for it, all of one shape. */
export interface AdamVariables {
  /** What is trained. */
  parameter: Variable;
  /** Moving average of its gradient. */
  mean: Variable;
  /** Moving average of its gradient's square. */
  square: Variable;
}

const ADAM = attributes({ use_locking: false, use_nesterov: false });
const AMSGRAD = attributes({ use_locking: false });

// TensorFlow shares the work of Adam's op among all threads however little it
// is. For up to so many numbers waiting for them takes longer than the work.
const FEW_NUMBERS = 20_000;

/**
 * Updates one parameter by Adam's native op. Where that is slow for the few
 * numbers there are, AMSGrad's op does the same: it divides by the root of the
 * greatest mean square so far, and is made to forget that before each step.
 */
export class AdamKernel implements Disposable {
  readonly #variables: AdamVariables;
  readonly #greatest?: { variable: Variable; zeros: Tensor };

  /** Keeps the variables, which stay their owners'. */
  constructor(variables: AdamVariables) {
    this.#variables = variables;
    const { shape } = variables.parameter;
    if (sizeOf(shape) > FEW_NUMBERS) return;
    this.#greatest = {
      variable: new Variable(undefined, shape),
      zeros: tf.keep(tf.zeros([...shape])),
    };
  }

  /**
   * Takes one step.
   *
   * @param scalars The op's: powers of the betas, learning rate, both betas
   * and epsilon.
   * @param gradient In the parameter's shape.
   */
  step(scalars: readonly Tensor[], gradient: Tensor): void {
    const { parameter, mean, square } = this.#variables;
    parameter.update((parameter) =>
      mean.update((mean) =>
        square.update((square) => {
          const handles = [parameter, mean, square];
          const rest = [...scalars, gradient];
          if (this.#greatest === undefined) {
            executeMany("ResourceApplyAdam", ADAM, [...handles, ...rest], 0);
            return;
          }
          const { variable, zeros } = this.#greatest;
          variable.assign(zeros);
          variable.update((greatest) =>
            executeMany(
              "ResourceApplyAdamWithAmsgrad",
              AMSGRAD,
              [...handles, greatest, ...rest],
              0,
            )
          );
        })
      )
    );
  }

  /** Frees what it has made. */
  [Symbol.dispose](): void {
    this.#greatest?.variable[Symbol.dispose]();
    this.#greatest?.zeros.dispose();
  }
}

const sizeOf = (shape: Shape): number =>
  shape.reduce((product, dim) => product * dim, 1);
