import {
  batchNorm,
  type BatchStatistics,
  batchStatistics,
  moveAverage,
  requireWhole,
} from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { Layout } from "./layout.ts";
import { Module } from "./module.ts";
import { Buffer, Counter, Parameter } from "./state.ts";

const MOMENTUM = 0.1;

/**
 * Batch normalisation of each channel, channels last. In training mode it
 * normalises with the batch's own mean and variance and updates the running
 * statistics; in evaluation mode it uses the running statistics.
 *
 * Source: as torch.nn.BatchNorm2d with its default momentum of 0.1 and ε of
 * 1e-5.
 */
export class BatchNorm2d extends Module {
  /** The scale γ, [numFeatures]. */
  readonly weight: Parameter;
  /** The shift β, [numFeatures]. */
  readonly bias: Parameter;
  /** The running mean of each channel, [numFeatures]. */
  readonly runningMean: Buffer;
  /** The running variance of each channel, [numFeatures]. */
  readonly runningVar: Buffer;
  /** The number of batches seen in training. */
  readonly numBatchesTracked: Counter = new Counter();

  /**
   * Draws no random numbers: γ and the running variance start at 1, the rest at
   * 0.
   *
   * @throws {TypeError} if there are more arguments, or one of a wrong kind.
   * @throws {RangeError} if the count is no whole number ≥ 1.
   */
  constructor(numFeatures: number, ...more: never[]) {
    super(...more);
    requireWhole("make BatchNorm2d", "a number of features", numFeatures, 1);
    const layout = new Layout([numFeatures]);
    const zeros = new Float32Array(numFeatures);
    const ones = zeros.slice().fill(1);
    this.weight = new Parameter(ones, layout);
    this.bias = new Parameter(zeros, layout);
    this.runningMean = new Buffer(zeros, layout);
    this.runningVar = new Buffer(ones, layout);
  }

  /**
   * Normalises `x`, [batch, height, width, numFeatures].
   *
   * @throws {TypeError} if the shape does not fit.
   * @throws {RangeError} in training mode, if there is only one value per
   * channel.
   */
  forward(x: Tensor): Tensor {
    const { training } = this;
    const statistics = training ? batchStatistics(x) : {
      mean: this.runningMean.value,
      variance: this.runningVar.value,
    };
    const y = batchNorm(x, this.weight.value, this.bias.value, statistics, {
      training,
      epsilon: 1e-5,
    });
    if (training) this.#follow(x, statistics);
    return y;
  }

  /** Moves the running statistics towards those of the batch. */
  #follow(x: Tensor, statistics: BatchStatistics): void {
    const count = x.size / x.shape.at(-1)!;
    if (count < 2) {
      throw new RangeError(
        "Cannot train BatchNorm2d: expected more than one value per channel, " +
          `got [${x.shape.join(", ")}]`,
      );
    }
    const follow = ({ variable }: Buffer, batch: Tensor, factor: number) =>
      moveAverage(variable, batch, {
        keep: 1 - MOMENTUM,
        take: MOMENTUM * factor,
      });
    follow(this.runningMean, statistics.mean, 1);
    follow(this.runningVar, statistics.variance, count / (count - 1)); // Bessel
    this.numBatchesTracked.value++;
  }
}
