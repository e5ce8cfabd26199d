import { Linear, Module } from "../nn/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import type { AutoencoderOutput } from "../train/mod.ts";
import { checkLatentDim } from "./latent_dim.ts";

/**
 * The sheet's linear autoencoder: one affine map to the code and one back. Its
 * optimal reconstruction lies in the span of the first principal components.
 *
 * [batch, …], inputDim numbers each → a reconstruction of the same shape and
 * the code [batch, latentDim]
 */
export class PcaAutoencoder extends Module {
  /** The number of elements of a sample. */
  readonly inputDim: number;
  /** The dimension of a code. */
  readonly latentDim: number;
  /** [batch, inputDim] → [batch, latentDim] */
  readonly encoder: Linear;
  /** [batch, latentDim] → [batch, inputDim] */
  readonly decoder: Linear;

  /**
   * Initialises all weights from the default generator.
   *
   * @throws {RangeError} if the latent dimension is not an integer of at least
   * 1.
   */
  constructor(inputDim: number, latentDim: number) {
    super();
    this.inputDim = inputDim;
    this.latentDim = checkLatentDim("PcaAutoencoder", latentDim);
    this.encoder = new Linear(inputDim, latentDim);
    this.decoder = new Linear(latentDim, inputDim);
  }

  /** The codes [batch, latentDim] of samples, which are flattened first. */
  encode(x: Tensor): Tensor {
    return this.encoder.forward(tf.reshape(x, [x.shape[0], this.inputDim]));
  }

  /** The flat samples [batch, inputDim] of codes [batch, latentDim]. */
  decode(code: Tensor): Tensor {
    return this.decoder.forward(code);
  }

  /** Encodes samples and decodes their codes, in the shape of `x`. */
  forward(x: Tensor): AutoencoderOutput {
    const code = this.encode(x);
    return { reconstruction: tf.reshape(this.decode(code), x.shape), code };
  }
}
