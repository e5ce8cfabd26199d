import type { Module } from "../nn/mod.ts";
import { Generator, rand } from "../random/mod.ts";
import { tf } from "../tf/mod.ts";
import { asIfNotRun, CHECK_SEED } from "./as_if_not_run.ts";
import {
  type CheckedAutoencoder,
  checkForward,
} from "./autoencoder_forward.ts";
import { expectSame } from "./expect.ts";
import type { LayerOutputs } from "./expect_forward.ts";
import {
  enlargeWeights,
  expectDrawn,
  expectStates,
  fillState,
} from "./states.ts";

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

/** The layers of the table. */
const CONV_LAYERS = {
  encoder: [
    ...["Conv2d", "ReLU", "MaxPool2d", "Conv2d", "ReLU", "MaxPool2d"],
    ...["Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear"],
  ],
  decoder: [
    ...["Linear", "Unflatten", "ConvTranspose2d", "ReLU", "ConvTranspose2d"],
    ...["ReLU", "ConvTranspose2d"],
  ],
};

const SAME = 'Same size: give the convolution { padding: "same" }';
const POOLED = "A pooling of 2 with stride 1 takes off one pixel";
const WIDENED = "Stride 2, padding 1 and output padding 1 double the size; " +
  "without output padding the last row and column are missing";

const CONV_OUTPUTS: LayerOutputs = {
  "encoder.0": [[3, 28, 28, 16], SAME],
  "encoder.2": [[3, 27, 27, 16], POOLED],
  "encoder.3": [[3, 27, 27, 32], SAME],
  "encoder.5": [[3, 26, 26, 32], POOLED],
  "encoder.6": [[3, 26, 26, 64], SAME],
  "encoder.8": [[3, 25, 25, 64], POOLED],
  "decoder.2": [[3, 7, 7, 32], "Stride 2 without padding: 2·2 + 3 = 7"],
  "decoder.4": [[3, 14, 14, 16], WIDENED],
  "decoder.6": [[3, 28, 28, 1], WIDENED],
};

/** What to say about the names and shapes of this model's parameters. */
function convHints(model: Module, latentDim: number): Record<string, string> {
  const other = firstOtherLayer(model);
  if (other !== undefined) return { "": other };
  const codeLength = model.stateDict().get("encoder.10.weight")?.shape[0];
  return {
    "encoder.10": codeLength === latentDim
      ? "40,000 numbers come from 64 maps of 25 × 25: a pooling with stride " +
        "1 takes off one pixel, 28 → 27 → 26 → 25"
      : "The constructor's latentDim says how many numbers a code has",
    "": "encoder and decoder have exactly the layers of the table",
  };
}

/** Where the model first has another layer than the table, in words. */
function firstOtherLayer(model: Module): string | undefined {
  const layers = new Map(model.namedModules());
  const type = (name: string) => layers.get(name)?.constructor.name;
  for (const [name, expected] of Object.entries(CONV_LAYERS)) {
    const parts = layers.get(name)?.namedChildren();
    if (parts === undefined) return `There is no Sequential called ${name}`;
    for (let i = 0; i < Math.max(expected.length, parts.length); i++) {
      const [wanted, got] = [expected[i], type(`${name}.${i}`)];
      if (wanted === got) continue;
      return `Layer ${i} of the ${name}, counted from 0, is ${
        got ?? "missing"
      }, where the table has ${wanted ?? "no more layers"}`;
    }
  }
  return undefined;
}

/**
 * Checks Task 1 of Exercise 3: names and shapes, and that a reconstruction is
 * the decoded code.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkConvAutoencoder(
  ConvAutoencoder: new (latentDim: number) => CheckedAutoencoder,
): Promise<void> {
  return asIfNotRun(() => {
    const latentDim = 5;
    using model = new ConvAutoencoder(latentDim);
    const drawn = model.stateDict();
    expectStates(
      model,
      convAutoencoderStates(latentDim),
      convHints(model, latentDim),
    );
    checkForward(model, [3, 28, 28, 1], latentDim, CONV_OUTPUTS);
    tf.tidy(() => {
      checkRelus(model, latentDim);
      checkEnds(model, latentDim);
      checkFlattening(model, latentDim);
    });
    expectDrawn(drawn, CHECK_SEED, convAutoencoderStates(latentDim));
    model.loadStateDict(drawn);
    tf.tidy(() => checkAll(model));
  });
}

/**
 * The code of a random picture with three times the drawn weights, and the
 * pixels in the middle of what becomes of it: PyTorch's numbers
 * (tests/fixtures/make_checks.py).
 */
const CODE = [-0.348811, 0.367948, 0.907315, -2.62571, 2.13124];
const PIXELS = [4.82949, -6.51578, 3.42038, -6.2645, 2.91089, 6.64359];

/** Whatever the other checks have not thought of is seen here. */
function checkAll(model: CheckedAutoencoder): void {
  enlargeWeights(model);
  const picture = new Generator(CHECK_SEED).uniform(28 * 28);
  const { code, reconstruction } = model.forward(
    tf.tensor(picture, [1, 28, 28, 1]),
  );
  const hint = "Some step differs from the table's, such as another kind " +
    "of pooling or activation";
  const when = "of a random picture, with three times the drawn weights";
  expectSame(`The code ${when}`, code.dataSync(), CODE, [], hint);
  const pixels = reconstruction.dataSync().slice(14 * 28 + 12, 14 * 28 + 18);
  expectSame(`Six pixels ${when}`, pixels, PIXELS, [], hint);
}

/** With such a low bias ReLU gives zeros, whatever comes in. */
function checkRelus(model: CheckedAutoencoder, latentDim: number): void {
  const states = model.stateDict();
  const pictures = tf.tensor(rand([2, 28, 28, 1]).data, [2, 28, 28, 1]);
  const codes = tf.tensor(rand([2, latentDim]).data, [2, latentDim]);
  const layers = [
    ...["encoder.0", "encoder.3", "encoder.6"],
    ...["decoder.2", "decoder.4"],
  ];
  for (const name of layers) {
    fillState(model, `${name}.bias`, (old) => old.map(() => -20));
    const output = name.startsWith("encoder")
      ? model.encode(pictures)
      : model.decode(codes);
    const [first, second] = tf.unstack(output).map((row) => row.dataSync());
    model.loadStateDict(states);
    expectSame(
      `What comes out for another input, where ${name} gives negative numbers only`,
      second,
      first,
      [],
      `ReLU must come right after ${name}, and let none of them through`,
    );
  }
}

/** Code and picture may be negative: no non-linearity comes last. */
function checkEnds(model: CheckedAutoencoder, latentDim: number): void {
  const states = model.stateDict();
  const level = (name: string) => {
    fillState(model, `${name}.weight`, (old) => old.map(() => 0));
    fillState(model, `${name}.bias`, (old) => old.map(() => -2));
  };
  level("encoder.10");
  const code = model.encode(tf.zeros([1, 28, 28, 1])).dataSync();
  expectSame("The code where encoder.10 gives −2", code, code.map(() => -2), [{
    leadsTo: code.map(() => 0),
    hint: "Negative numbers have become 0: there must be no ReLU on the code",
  }], "Nothing comes after the encoder's linear layer");
  level("decoder.6");
  const picture = model.decode(tf.zeros([1, latentDim])).dataSync();
  expectSame(
    "The picture where decoder.6 gives −2",
    picture,
    picture.map(() => -2),
    [{
      leadsTo: picture.map(() => 0),
      hint: "Negative pixels have become 0: there must be no ReLU at the " +
        "decoder's end",
    }],
    "Nothing comes after the last transposed convolution",
  );
  model.loadStateDict(states);
}

/** Only the first channel counts, once beside the others and once alone. */
function checkFlattening(model: CheckedAutoencoder, latentDim: number): void {
  const states = model.stateDict();
  const only = (name: string, isSet: (index: number) => boolean, value = 1) =>
    fillState(model, name, (old) => old.map((_, i) => isSet(i) ? value : 0));
  only("encoder.6.weight", () => false);
  only("encoder.6.bias", (channel) => channel === 0);
  only("encoder.10.weight", (index) => index < 625, 1 / 625);
  only("encoder.10.bias", () => false);
  const sum = model.encode(tf.zeros([1, 28, 28, 1])).dataSync()[0];
  expectSame(
    "The sum of the first channel's 625 numbers, read by encoder.10 in " +
      "PyTorch's order and divided by 625",
    sum,
    1,
    [],
    "Give the layer the shape behind its flat inputs: new Linear([64, 25, " +
      "25], latentDim)",
  );
  only("decoder.0.weight", () => false);
  only("decoder.2.weight", (index) => index < 32 * 9);
  const drawn = (isSet: (index: number) => boolean) => {
    only("decoder.0.bias", isSet);
    return model.decode(tf.zeros([1, latentDim])).dataSync();
  };
  expectSame(
    "The picture decoded from the first channel's 9 numbers, put out by " +
      "decoder.0 in PyTorch's order",
    drawn((index) => index < 9),
    drawn(() => true),
    [],
    "Give the layer the shape behind its flat outputs: " +
      "new Linear(latentDim, [64, 3, 3])",
  );
  model.loadStateDict(states);
}
