// deno-lint-ignore-file no-unused-vars
import { nn, type Tensor } from "./given.ts";
import type { AutoencoderOutput } from "mle/train/mod.ts";

/**
 * A convolutional autoencoder.
 *
 * [batch, 28, 28, 1] → a reconstruction of the same shape and the code
 * [batch, latentDim]
 */
class ConvAutoencoder extends nn.Module {
  /** [batch, 28, 28, 1] → [batch, latentDim] */
  readonly encoder: nn.Sequential;
  /** [batch, latentDim] → [batch, 28, 28, 1] */
  readonly decoder: nn.Sequential;

  constructor(latentDim: number) {
    super();
    // TODO: the layers of the two tables.
    this.encoder = new nn.Sequential();
    this.decoder = new nn.Sequential();
  }

  /** The codes [batch, latentDim] of pictures [batch, 28, 28, 1]. */
  encode(x: Tensor): Tensor {
    throw new Error("ConvAutoencoder.encode is not implemented");
  }

  /** The pictures [batch, 28, 28, 1] of codes [batch, latentDim]. */
  decode(code: Tensor): Tensor {
    throw new Error("ConvAutoencoder.decode is not implemented");
  }

  /** Encodes pictures [batch, 28, 28, 1] and decodes their codes. */
  forward(x: Tensor): AutoencoderOutput {
    // TODO: return { reconstruction, code }.
    throw new Error("ConvAutoencoder.forward is not implemented");
  }
}
