import { rand } from "../random/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import type { Autoencoder } from "../train/mod.ts";
import { asIfNotRun } from "./as_if_not_run.ts";
import { expectSame } from "./expect.ts";
import { expectStates } from "./states.ts";

/** The model that Tasks 1 and 3 of Exercise 3 ask for. */
export interface CheckedAutoencoder extends Autoencoder {
  /** The codes [batch, latentDim] of pictures. */
  encode(x: Tensor): Tensor;
  /** The decoder's output for codes [batch, latentDim]. */
  decode(code: Tensor): Tensor;
}

/** The PyTorch names and shapes of the convolutional autoencoder's state. */
export function convAutoencoderStates(
  latentDim: number,
): Record<string, readonly number[]> {
  return {
    "encoder.0.weight": [16, 1, 3, 3],
    "encoder.0.bias": [16],
    "encoder.3.weight": [32, 16, 3, 3],
    "encoder.3.bias": [32],
    "encoder.6.weight": [64, 32, 3, 3],
    "encoder.6.bias": [64],
    "encoder.10.weight": [latentDim, 40_000],
    "encoder.10.bias": [latentDim],
    "decoder.0.weight": [576, latentDim],
    "decoder.0.bias": [576],
    "decoder.2.weight": [64, 32, 3, 3],
    "decoder.2.bias": [32],
    "decoder.4.weight": [32, 16, 3, 3],
    "decoder.4.bias": [16],
    "decoder.6.weight": [16, 1, 3, 3],
    "decoder.6.bias": [1],
  };
}

/** The PyTorch names and shapes of the linear autoencoder's state. */
export function pcaAutoencoderStates(
  inputDim: number,
  latentDim: number,
): Record<string, readonly number[]> {
  return {
    "encoder.weight": [latentDim, inputDim],
    "encoder.bias": [latentDim],
    "decoder.weight": [inputDim, latentDim],
    "decoder.bias": [inputDim],
  };
}

const CONV_HINTS = {
  "encoder.10": "40,000 numbers come from 64 maps of 25 × 25: a pooling with " +
    "stride 1 takes off one pixel, 28 → 27 → 26 → 25",
  "": "encoder and decoder are each one Sequential of exactly the layers of " +
    "the table, in this order; ReLU, pooling, flatten and unflatten count",
};

/**
 * Checks Task 1 of Exercise 3: names and shapes, and that a reconstruction is
 * the decoded code.
 *
 * @throws {CheckError} that says what was expected, what came, and what is
 * usually wrong.
 */
export function checkConvAutoencoder(
  ConvAutoencoder: new (latentDim: number) => CheckedAutoencoder,
): Promise<void> {
  return asIfNotRun(() => {
    const latentDim = 5;
    using model = new ConvAutoencoder(latentDim);
    expectStates(model, convAutoencoderStates(latentDim), CONV_HINTS);
    checkForward(model, [3, 28, 28, 1], latentDim);
  });
}

/**
 * Checks Task 3 of Exercise 3: names and shapes, and that a reconstruction is
 * the decoded code in the input's shape.
 *
 * @throws {CheckError} that says what was expected, what came, and what is
 * usually wrong.
 */
export function checkPcaAutoencoder(
  PcaAutoencoder: new (
    inputDim: number,
    latentDim: number,
  ) => CheckedAutoencoder,
): Promise<void> {
  return asIfNotRun(() => {
    const latentDim = 4;
    using model = new PcaAutoencoder(30, latentDim);
    expectStates(model, pcaAutoencoderStates(30, latentDim), {
      "": "Call the two linear layers encoder and decoder; both have a bias, " +
        "and nothing else has parameters",
    });
    checkForward(model, [3, 6, 5, 1], latentDim);
    checkLinear(model);
  });
}

function checkForward(
  model: CheckedAutoencoder,
  shape: number[],
  latentDim: number,
): void {
  tf.tidy(() => {
    const x = tf.tensor(rand(shape).data, shape);
    const { reconstruction, code } = model.forward(x);
    expectSame("The code's shape for 3 pictures", code?.shape, [3, latentDim]);
    expectSame(
      "The reconstruction's shape for 3 pictures",
      reconstruction?.shape,
      shape,
      [],
      "A reconstruction has the shape of the input",
    );
    expectSame("forward's code", code.dataSync(), model.encode(x).dataSync());
    expectSame(
      "forward's reconstruction",
      reconstruction.dataSync(),
      model.decode(code).dataSync(),
      [],
      "It must be the decoded code",
    );
    const first = model.forward(tf.slice(x, 0, 1)).reconstruction;
    expectSame(
      "The reconstruction of a picture by itself",
      first.dataSync(),
      reconstruction.dataSync().slice(0, first.size),
      [],
      "It must be the one that the picture has in a batch: the batch axis " +
        "must stay as it is",
    );
  });
}

/** An affine map takes the mean of two pictures to the mean of their images. */
function checkLinear(model: CheckedAutoencoder): void {
  tf.tidy(() => {
    const x = tf.tensor(rand([2, 6, 5, 1]).data, [2, 6, 5, 1]);
    const middle = (y: Tensor) => tf.mean(tf.mul(y, 10), 0, true);
    const scaled = tf.mul(x, 10);
    expectSame(
      "What becomes of the mean of two pictures",
      model.forward(middle(x)).reconstruction.dataSync(),
      tf.mean(model.forward(scaled).reconstruction, 0).dataSync(),
      [],
      "It must be the mean of what becomes of the two: no non-linearity, such " +
        "as ReLU, anywhere",
    );
  });
}
