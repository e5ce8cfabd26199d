// deno-lint-ignore-file no-unused-vars
import { type AutoencoderOutput, nn, type Tensor } from "./given.ts";

/**
 * A linear autoencoder: one affine map to the code and one back.
 *
 * [batch, …], inputDim numbers each → a reconstruction of the same shape and
 * the code [batch, latentDim]
 */
class PcaAutoencoder extends nn.Module {
  // TODO: the two layers as fields.

  constructor(inputDim: number, latentDim: number) {
    super();
  }

  /** The codes [batch, latentDim] of samples, which are flattened first. */
  encode(x: Tensor): Tensor {
    // TODO: tf.reshape(x, […]) flattens; the batch axis stays.
    throw new Error("PcaAutoencoder.encode is not implemented");
  }

  /** The flat samples [batch, inputDim] of codes [batch, latentDim]. */
  decode(code: Tensor): Tensor {
    throw new Error("PcaAutoencoder.decode is not implemented");
  }

  /** Encodes samples and decodes their codes, in the shape of `x`. */
  forward(x: Tensor): AutoencoderOutput {
    throw new Error("PcaAutoencoder.forward is not implemented");
  }
}
