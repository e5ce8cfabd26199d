import { DataLoader, type Dataset } from "../data/mod.ts";
import { Layout, Module, Parameter } from "../nn/mod.ts";
import { logSoftmax } from "../ops/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import type { ClassifierTraining } from "../train/mod.ts";
import { type RisingRun, risingRun } from "./rising_run.ts";

/** A picture of a single number, and its class, 0 or 1. */
export type Dot = readonly [number: number, label: number];

/**
 * A classifier of pictures [batch, 1, 1, 1] with one weight, which rises while
 * it learns that pictures belong to class 1: the score of class 1 is the
 * picture plus the weight, that of class 0 is 0. Like batch normalisation it
 * behaves differently in evaluation mode, where it adds another 0.5.
 */
export class RisingClassifier extends Module {
  /** The only parameter, a single number. */
  readonly weight: Parameter;
  /** How many forward passes there were in training mode. */
  trainingPasses = 0;

  /** Starts with the given weight. */
  constructor(weight = 0) {
    super();
    this.weight = new Parameter(Float32Array.of(weight), new Layout([1]));
  }

  /** Log-probabilities [batch, 2] of pictures [batch, 1, 1, 1]. */
  forward(x: Tensor): Tensor {
    if (this.training) this.trainingPasses++;
    const pixels = tf.reshape(x, [x.shape[0]!, 1]);
    const shift = this.training ? 0 : 0.5;
    const score = tf.add(tf.add(pixels, this.weight.value), shift);
    return logSoftmax(tf.concat([tf.zerosLike(score), score], 1));
  }
}

/** Dots as a data set. */
export function dotSet(dots: readonly Dot[]): Dataset {
  return {
    length: dots.length,
    pictureShape: [1, 1, 1],
    item(index) {
      const [number, label] = dots[index];
      return { picture: Float32Array.of(number), label };
    },
  };
}

/**
 * The inputs of a {@linkcode RisingClassifier}'s training, and the lines that
 * it prints.
 */
export type DotRun = RisingRun<RisingClassifier> & ClassifierTraining;

/**
 * A {@linkcode risingRun}.
 *
 * @param train Dots of class 1, in batches of two, in order.
 * @param val Dots in one batch.
 */
export function dotRun(
  { train, val, epochs, weight = 0 }: {
    train: readonly Dot[];
    val: readonly Dot[];
    epochs: number;
    weight?: number;
  },
): DotRun {
  return {
    ...risingRun(new RisingClassifier(weight), dotSet(train), epochs),
    valLoader: new DataLoader(dotSet(val), { batchSize: val.length }),
  };
}
