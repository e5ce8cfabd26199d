import { DataLoader, type Dataset } from "../data/mod.ts";
import { Layout, Module, Parameter } from "../nn/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import type { AutoencoderTraining } from "../train/mod.ts";
import { type RisingRun, risingRun } from "./rising_run.ts";

/**
 * An autoencoder that says of every picture the same: its reconstruction is
 * one weight everywhere, and 0.5 more in evaluation mode. The code is the first
 * two pixels, and likewise.
 */
export class RisingAutoencoder extends Module {
  /** What is learnt, one number. */
  readonly weight: Parameter;

  /** Starts with a weight. */
  constructor(weight = 0) {
    super();
    this.weight = new Parameter(Float32Array.of(weight), new Layout([1]));
  }

  /** Reconstructions and codes [batch, 2] of pictures [batch, 1, 3, 1]. */
  forward(x: Tensor): { reconstruction: Tensor; code: Tensor } {
    const shift = this.training ? 0 : 0.5;
    const level = tf.add(this.weight.value, shift);
    const pixels = tf.reshape(x, [x.shape[0]!, 3]);
    return {
      reconstruction: tf.add(tf.zerosLike(x), level),
      code: tf.add(tf.slice(pixels, [0, 0], [-1, 2]), shift),
    };
  }
}

/** Pictures [1, 3, 1] that each have one grey, or three pixels, as a data set. */
export function greySet(
  greys: readonly (number | readonly [number, number, number])[],
  labels: readonly number[] = greys.map(() => 0),
): Dataset {
  return {
    length: greys.length,
    pictureShape: [1, 3, 1],
    item(index) {
      const grey = greys[index];
      const pixels = typeof grey === "number" ? [grey, grey, grey] : grey;
      return { picture: Float32Array.from(pixels), label: labels[index] };
    },
  };
}

/** What a {@linkcode RisingAutoencoder} is trained with, and what it prints. */
export type GreyRun = RisingRun<RisingAutoencoder> & AutoencoderTraining;

/**
 * A {@linkcode risingRun}, as long as the weight is below all greys.
 *
 * @param train Greys, in batches of two, in order.
 * @param test Greys in one batch.
 */
export function greyRun(
  { train, test, epochs, weight = 0 }: {
    train: readonly number[];
    test: readonly number[];
    epochs: number;
    weight?: number;
  },
): GreyRun {
  return {
    ...risingRun(new RisingAutoencoder(weight), greySet(train), epochs),
    testLoader: new DataLoader(greySet(test), { batchSize: test.length }),
  };
}
