import type { AutoencoderOutput } from "mle/train/mod.ts";
import * as nn from "mle/nn/mod.ts";
import type { Tensor } from "mle/tf/mod.ts";

export class ConvAutoencoder extends nn.Module {
  readonly encoder: nn.Sequential;
  readonly decoder: nn.Sequential;

  constructor(latentDim: number) {
    super();
    this.encoder = new nn.Sequential(
      new nn.Conv2d(1, 16, 3, { padding: "same" }),
      new nn.ReLU(),
      new nn.MaxPool2d(2, 1),
      new nn.Conv2d(16, 32, 3, { padding: "same" }),
      new nn.ReLU(),
      new nn.MaxPool2d(2, 1),
      new nn.Conv2d(32, 64, 3, { padding: "same" }),
      new nn.ReLU(),
      new nn.MaxPool2d(2, 1),
      new nn.Flatten(),
      new nn.Linear([64, 25, 25], latentDim),
    );
    this.decoder = new nn.Sequential(
      new nn.Linear(latentDim, [64, 3, 3]),
      new nn.Unflatten([64, 3, 3]),
      new nn.ConvTranspose2d(64, 32, 3, { stride: 2 }),
      new nn.ReLU(),
      new nn.ConvTranspose2d(32, 16, 3, {
        stride: 2,
        padding: 1,
        outputPadding: 1,
      }),
      new nn.ReLU(),
      new nn.ConvTranspose2d(16, 1, 3, {
        stride: 2,
        padding: 1,
        outputPadding: 1,
      }),
    );
  }

  encode(x: Tensor): Tensor {
    return this.encoder.forward(x);
  }

  decode(code: Tensor): Tensor {
    return this.decoder.forward(code);
  }

  forward(x: Tensor): AutoencoderOutput {
    const code = this.encode(x);
    return { reconstruction: this.decode(code), code };
  }
}
