import { rand } from "../random/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import { asIfNotRun, CHECK_SEED } from "./as_if_not_run.ts";
import {
  type CheckedAutoencoder,
  checkForward,
} from "./autoencoder_forward.ts";
import { CheckError } from "./check_error.ts";
import { expectSame } from "./expect.ts";
import { expectDrawn, expectStates, fillState } from "./states.ts";

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

/**
 * Checks Task 3 of Exercise 3: names and shapes, and that a reconstruction is
 * the decoded code in the input's shape.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkPcaAutoencoder(
  PcaAutoencoder: new (
    inputDim: number,
    latentDim: number,
  ) => CheckedAutoencoder,
): Promise<void> {
  return asIfNotRun(() => {
    const latentDim = 4;
    const states = pcaAutoencoderStates(30, latentDim);
    using model = new PcaAutoencoder(30, latentDim);
    expectStates(model, states, {
      "": "Call the two linear layers encoder and decoder; both have a bias, " +
        "and nothing else has parameters",
    });
    checkForward(model, [3, 6, 5, 1], latentDim, {});
    checkFlat(model, latentDim);
    checkLinear(model);
    expectDrawn(model.stateDict(), CHECK_SEED, states);
    checkUsed(model, Object.keys(states));
  });
}

function checkFlat(model: CheckedAutoencoder, latentDim: number): void {
  expectSame(
    "decode's shape for 3 codes",
    tf.tidy(() => model.decode(tf.zeros([3, latentDim])).shape),
    [3, 30],
    [],
    "It returns what the layer decoder returns, flat; forward makes pictures of it",
  );
}

/** Each parameter changes the reconstruction. */
function checkUsed(model: CheckedAutoencoder, names: string[]): void {
  const states = model.stateDict();
  const { data } = rand([1, 6, 5, 1]);
  const reconstruct = () =>
    tf.tidy(() =>
      model.forward(tf.tensor(data, [1, 6, 5, 1])).reconstruction.dataSync()
    );
  const before = reconstruct();
  for (const name of names) {
    fillState(model, name, (old) => old.map((number) => number + 1));
    const after = reconstruct();
    model.loadStateDict(states);
    if (after.some((pixel, i) => Math.abs(pixel - before[i]) > 1e-3)) continue;
    throw new CheckError(
      `The reconstruction with other numbers in ${name}`,
      "another one",
      "the same",
      "The code is what the layer encoder returns, the reconstruction what the " +
        "layer decoder returns: neither takes the other's weights",
    );
  }
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
      "It must be the mean of what becomes of the two: there is no " +
        "non-linearity, such as ReLU, anywhere",
    );
  });
}
