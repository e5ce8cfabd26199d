import type { Layer } from "../nn/mod.ts";
import { rand } from "../random/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import { asIfNotRun, CHECK_SEED } from "./as_if_not_run.ts";
import { CheckError } from "./check_error.ts";
import { CNN_CLASSIFIER_STATES } from "./cnn_classifier_states.ts";
import { expectSame, text } from "./expect.ts";
import {
  expectForward,
  expectTensor,
  type LayerOutputs,
} from "./expect_forward.ts";
import {
  enlargeWeights,
  expectDrawn,
  expectStates,
  fillState,
} from "./states.ts";

const HINTS = {
  "fc1.weight": "2048 numbers come from 8 maps of 16 × 16: each pooling must " +
    "halve the picture, so its stride is 2, and same-size convolutions keep it",
  fc: "Call the linear layers fc1 and fc2",
  conv: "Call the convolutions conv1 and conv2",
  bn: "Call the batch normalisations bn1 and bn2",
};

const SAME = "The picture keeps its height and width: give the convolution " +
  '{ padding: "same" }';
const HALVED = "The pooling before it must halve the picture: its stride is 2";

const OUTPUTS: LayerOutputs = {
  conv1: [[3, 64, 64, 4], SAME],
  conv2: [[3, 32, 32, 8], `${HALVED}. ${SAME}`],
  fc1: [[3, 64], "The batch axis must stay as it is"],
  fc2: [[3, 6], "The batch axis must stay as it is"],
};

/**
 * Checks Task 1 of Exercise 2: names and shapes, log-probabilities, and that
 * pictures are not mixed up.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkCnnClassifier(Classifier: new () => Layer): Promise<void> {
  return asIfNotRun(() => {
    using model = new Classifier();
    expectStates(model, CNN_CLASSIFIER_STATES, HINTS);
    const drawn = model.stateDict();
    tf.tidy(() => {
      const { data } = rand([3, 64, 64, 3]);
      const pictures = tf.tensor4d(data, [3, 64, 64, 3]);
      const output = expectForward(
        model,
        () => model.forward(pictures),
        OUTPUTS,
        BATCH_HINT,
      );
      checkLogProbs(expectTensor("The output", output));
      checkModes(model, pictures);
      for (const name of ["bn1", "bn2", "fc1"]) {
        checkRelu(model, pictures, name);
      }
      checkFlattening(model, pictures);
      checkScores(model, pictures);
      checkImprobable(model, pictures);
      expectDrawn(drawn, CHECK_SEED, CNN_CLASSIFIER_STATES);
      model.loadStateDict(drawn);
      checkAll(model, pictures);
    });
  });
}

function checkLogProbs(output: Tensor): void {
  expectSame("The output's shape for 3 pictures", output.shape, [3, 6], [
    { leadsTo: [6], hint: BATCH_HINT },
    { leadsTo: [1, 6], hint: BATCH_HINT },
    { leadsTo: [18], hint: BATCH_HINT },
  ]);
  const what = "The sum of each picture's six probabilities, exp(output)";
  const sums = [...tf.sum(tf.exp(output), 1).dataSync()];
  const own = [...tf.sum(output, 1).dataSync()];
  const isSoftmax = own.every((sum) => Math.abs(sum - 1) < 1e-4);
  expectSame(
    what,
    sums,
    [1, 1, 1],
    [],
    isSoftmax
      ? "The outputs themselves add up to 1: these are probabilities " +
        "(softmax), but the loss expects their logarithms (log-softmax)"
      : "The last layer must be a log-softmax over the classes",
  );
}

const BATCH_HINT = "The first axis counts the pictures: flatten each picture " +
  "to 2048 numbers, and leave the batch axis as it is";

function checkModes(model: Layer, pictures: Tensor): void {
  const first = (
    batch: Tensor,
  ) => [...model.forward(batch).dataSync().slice(0, 6)];
  const alone = tf.slice(pictures, 0, 1);
  model.eval();
  expectSame(
    "In evaluation mode, the output for a picture by itself",
    first(alone),
    first(pictures),
    [],
    "It must be the one that the picture has in a batch: " + BATCH_HINT,
  );
  const evaluated = first(pictures);
  model.train();
  const trained = first(pictures);
  expectSame(
    "In training mode, the output for the same pictures once more",
    first(pictures),
    trained,
    [],
    "Nothing in this network is random: there is no dropout",
  );
  if (trained.every((value, i) => Math.abs(value - evaluated[i]) < 1e-6)) {
    throw new CheckError(
      "The output in training mode",
      "other numbers than in evaluation mode",
      `${text(trained)} in both`,
      "Batch normalisation uses the batch's own mean and variance in " +
        "training: is it in forward, after each convolution?",
    );
  }
}

/** With such a low bias ReLU outputs zeros, whatever the picture. */
function checkRelu(model: Layer, pictures: Tensor, before: string): void {
  const states = model.stateDict();
  fillState(model, `${before}.bias`, (old) => old.map(() => -20));
  const [first, second] = tf.unstack(model.forward(pictures))
    .map((row) => row.dataSync());
  model.loadStateDict(states);
  expectSame(
    `The output for another picture, where ${before} gives negative numbers only`,
    second,
    first,
    [],
    `ReLU must come right after ${before}, and let none of them through`,
  );
}

/** Only the first channel is 1; the first output of fc1 sums it. */
function checkFlattening(model: Layer, pictures: Tensor): void {
  const states = model.stateDict();
  const only = (name: string, isSet: (index: number) => boolean, value = 1) =>
    fillState(model, name, (old) => old.map((_, i) => isSet(i) ? value : 0));
  only("bn2.weight", () => false);
  only("bn2.bias", (channel) => channel === 0);
  only("fc1.weight", (index) => index < 256);
  only("fc1.bias", () => false);
  only("fc2.weight", (index) => index === 0, 1 / 256);
  only("fc2.bias", () => false);
  const [first, second] = model.forward(pictures).dataSync();
  model.loadStateDict(states);
  expectSame(
    "The sum of the first channel's 256 numbers, read by fc1 in PyTorch's " +
      "order and divided by 256",
    first - second,
    1,
    [],
    "Give fc1 the shape behind its flat inputs: new Linear([8, 16, 16], 64)",
  );
}

/** Whatever the picture, these scores come out of fc2. */
function checkScores(model: Layer, pictures: Tensor): void {
  const states = model.stateDict();
  const scores = [-3, -2, -1, 0, 1, 2];
  fillState(model, "fc2.weight", (old) => old.map(() => 0));
  fillState(model, "fc2.bias", () => scores);
  const got = model.forward(pictures).dataSync().slice(0, 6);
  model.loadStateDict(states);
  const logSoftmax = (scores: number[]) => {
    const sum = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    return scores.map((score) => score - Math.log(sum));
  };
  expectSame(
    `The output where fc2 gives the scores ${text(scores)}`,
    got,
    logSoftmax(scores),
    [{
      leadsTo: logSoftmax(scores.map((score) => Math.max(0, score))),
      hint: "Negative scores have become 0: there must be no ReLU after fc2",
    }],
    "It must be their log-softmax: nothing else comes after fc2",
  );
}

function checkImprobable(model: Layer, pictures: Tensor): void {
  const states = model.stateDict();
  fillState(model, "fc2.weight", (old) => old.map(() => 0));
  fillState(model, "fc2.bias", () => [200, 0, 0, 0, 0, -200]);
  const got = model.forward(pictures).dataSync()[5];
  model.loadStateDict(states);
  expectSame(
    "The log-probability of a very improbable class",
    got,
    -400,
    [],
    "The logarithm of a softmax loses everything where a probability is too " +
      "small for float32: use a log-softmax, which computes both in one go",
  );
}

/**
 * The output in training mode for the first picture with three times the drawn
 * weights: PyTorch's numbers (tests/fixtures/make_checks.py).
 */
const WITH_LARGE_WEIGHTS = [
  -20.3321,
  0,
  -23.1697,
  -28.9481,
  -17.0663,
  -35.8589,
];

/** Whatever the checks before this one have not thought of is seen here. */
function checkAll(model: Layer, pictures: Tensor): void {
  enlargeWeights(model);
  expectSame(
    "In training mode, with three times the drawn weights, the output for a " +
      "random picture",
    model.train().forward(pictures).dataSync().slice(0, 6),
    WITH_LARGE_WEIGHTS,
    [],
    "Some step differs from the table's, or there is one too many or too few. " +
      "Twice: convolution, batch normalisation, ReLU, and only then max " +
      "pooling; nothing scales the pictures once more",
  );
}
