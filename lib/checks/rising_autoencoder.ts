import { DataLoader, type Dataset } from "../data/mod.ts";
import { Layout, Module, Parameter } from "../nn/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import type { AutoencoderTraining } from "../train/mod.ts";
import { type RisingRun, risingRun } from "./rising_run.ts";

/**
 * An autoencoder whose reconstruction is the same for every picture: its one
 * weight everywhere, plus 0.5 in evaluation mode. The code is the first two
 * pixels, likewise plus 0.5 in evaluation mode.
 */
export class RisingAutoencoder extends Module {
  /** The only parameter, a single number. */
  readonly weight: Parameter;

  /** Starts with the given weight. */
  constructor(weight = 0) {
    super();
    this.weight = new Parameter(Float32Array.of(weight), new Layout([1]));
  }

  /** Reconstructions and codes [batch, 2] of pictures [batch, 1, 3, 1]. */
  forward(x: Tensor): { reconstruction: Tensor; code: Tensor } {
    const level = tf.add(this.weight.value, this.#shift);
    return {
      reconstruction: tf.add(tf.zerosLike(x), level),
      code: this.encode(x),
    };
  }

  /** Codes [batch, 2] of pictures [batch, 1, 3, 1]. */
  encode(x: Tensor): Tensor {
    const pixels = tf.reshape(x, [x.shape[0]!, 3]);
    return tf.add(tf.slice(pixels, [0, 0], [-1, 2]), this.#shift);
  }

  get #shift(): number {
    return this.training ? 0 : 0.5;
  }
}

/** A data set of pictures [1, 3, 1], each given by one grey or by three pixels. */
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

/**
 * The inputs of a {@linkcode RisingAutoencoder}'s training, and the lines that
 * it prints.
 */
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
