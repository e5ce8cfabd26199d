import {
  Conv2d,
  ConvTranspose2d,
  Flatten,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  Unflatten,
} from "../nn/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import type { AutoencoderOutput } from "../train/mod.ts";
import { checkLatentDim } from "./latent_dim.ts";

/**
 * The sheet's convolutional autoencoder: three convolutions with ReLU and max
 * pooling and a linear layer encode a picture; a linear layer and three
 * transposed convolutions decode it.
 *
 * [batch, 28, 28, 1] → a reconstruction of the same shape and the code
 * [batch, latentDim]
 */
export class ConvAutoencoder extends Module {
  /** The dimension of a code. */
  readonly latentDim: number;
  /** [batch, 28, 28, 1] → [batch, latentDim] */
  readonly encoder: Sequential;
  /** [batch, latentDim] → [batch, 28, 28, 1] */
  readonly decoder: Sequential;

  /**
   * Initialises all weights from the default generator.
   *
   * @throws {RangeError} if the latent dimension is not an integer of at least
   * 1.
   */
  constructor(latentDim: number) {
    super();
    this.latentDim = checkLatentDim("ConvAutoencoder", latentDim);
    this.encoder = new Sequential(
      new Conv2d(1, 16, 3, { padding: "same" }),
      new ReLU(),
      new MaxPool2d(2, 1), // 28 × 28 → 27 × 27
      new Conv2d(16, 32, 3, { padding: "same" }),
      new ReLU(),
      new MaxPool2d(2, 1), // → 26 × 26
      new Conv2d(32, 64, 3, { padding: "same" }),
      new ReLU(),
      new MaxPool2d(2, 1), // → 25 × 25
      new Flatten(),
      new Linear([64, 25, 25], latentDim),
    );
    const upsample = { stride: 2, padding: 1, outputPadding: 1 };
    this.decoder = new Sequential(
      new Linear(latentDim, [64, 3, 3]),
      new Unflatten([64, 3, 3]),
      new ConvTranspose2d(64, 32, 3, { stride: 2 }), // → 7 × 7
      new ReLU(),
      new ConvTranspose2d(32, 16, 3, upsample), // → 14 × 14
      new ReLU(),
      new ConvTranspose2d(16, 1, 3, upsample), // → 28 × 28
    );
  }

  /** The codes [batch, latentDim] of pictures [batch, 28, 28, 1]. */
  encode(x: Tensor): Tensor {
    return this.encoder.forward(x);
  }

  /** The pictures [batch, 28, 28, 1] of codes [batch, latentDim]. */
  decode(code: Tensor): Tensor {
    return this.decoder.forward(code);
  }

  /** Encodes pictures [batch, 28, 28, 1] and decodes their codes. */
  forward(x: Tensor): AutoencoderOutput {
    const code = this.encode(x);
    return { reconstruction: this.decode(code), code };
  }
}
