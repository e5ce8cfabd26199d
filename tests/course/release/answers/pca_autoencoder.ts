import type { AutoencoderOutput } from "mle/train/mod.ts";
import * as nn from "mle/nn/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";

export class PcaAutoencoder extends nn.Module {
  encoder: nn.Linear;
  decoder: nn.Linear;

  constructor(inputDim: number, latentDim: number) {
    super();
    this.encoder = new nn.Linear(inputDim, latentDim);
    this.decoder = new nn.Linear(latentDim, inputDim);
  }

  encode(x: Tensor): Tensor {
    return this.encoder.forward(tf.reshape(x, [x.shape[0], -1]));
  }

  decode(code: Tensor): Tensor {
    return this.decoder.forward(code);
  }

  forward(x: Tensor): AutoencoderOutput {
    const code = this.encode(x);
    return { reconstruction: tf.reshape(this.decode(code), x.shape), code };
  }
}
