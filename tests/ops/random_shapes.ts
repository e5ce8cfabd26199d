/**
 * Computes the cases of tests/fixtures/random_shapes.json whose numbers stand on
 * stdin, and prints which of them are not PyTorch's, as JSON.
 */
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  filterLayout,
  type Layout,
  MaxPool2d,
  Module,
  pictureLayout,
} from "mle/nn/mod.ts";
import {
  batchNorm,
  batchStatistics,
  conv2d,
  convTranspose2d,
  linear,
  logSoftmax,
  maxPool2d,
  mseLoss,
  nllLoss,
  relu,
} from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { ownOps, type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";
import fixture from "../fixtures/random_shapes.json" with { type: "json" };

/** What this program prints. */
export interface Comparison {
  /** What our own ops computed with, if they did. */
  instructions?: string;
  tried: number;
  /** What is not as PyTorch's, in words. */
  wrong: string[];
}

// deno-lint-ignore no-explicit-any
type Case = any;

/** As `numbers` of make_random_shapes.py. */
function numbers(count: number, seed: number, coarse = false): Float32Array {
  return Float32Array.from({ length: count }, (_, place) => {
    let h = Math.imul(place, 0x9e3779b1) + Math.imul(seed, 0x85ebca77) >>> 0;
    h ^= h >>> 16;
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    h ^= h >>> 16;
    h >>>= 0;
    return coarse ? h % 9 / 4 - 1 : (h >>> 8) / 2 ** 23 - 1;
  });
}

const sizeOf = (shape: readonly number[]) => shape.reduce((n, m) => n * m, 1);

/** How a tensor of PyTorch's shape lies here; undefined if in the same way. */
function layoutOf(
  shape: number[],
  isFilter: boolean,
): Layout | undefined {
  if (shape.length !== 4) return undefined;
  return isFilter ? filterLayout(shape) : pictureLayout(shape);
}

function native(
  shape: number[],
  values: Float32Array,
  layout?: Layout,
): Tensor {
  return layout
    ? tf.tensor(layout.toNative(values), [...layout.nativeShape])
    : tf.tensor(values, shape);
}

/** The weighted sum that stands in the fixture. */
function weigh(values: Float32Array, seed: number): number {
  const weights = numbers(values.length, seed + 100);
  return values.reduce((sum, value, i) => sum + value * weights[i], 0);
}

const OPS: Record<string, (test: Case, ...inputs: Tensor[]) => Tensor> = {
  conv2d: ({ stride, padding }, x, w, b) =>
    conv2d(x, w, b, { stride, padding }),
  convTranspose2d: ({ stride, padding, outputPadding }, x, w, b) =>
    convTranspose2d(x, w, b, { stride, padding, outputPadding }),
  linear: (_, x, w, b) => linear(x, w, b),
  maxPool2d: ({ kernel, stride }, x) => maxPool2d(x, kernel, stride),
  batchNorm: ({ training }, x, gamma, beta) => {
    const [channels] = gamma.shape;
    const running = {
      mean: tf.zeros([channels]),
      variance: tf.ones([channels]),
    };
    const statistics = training ? batchStatistics(x) : running;
    return batchNorm(x, gamma, beta, statistics, { training, epsilon: 1e-5 });
  },
  relu: (_, x) => relu(x),
  logSoftmax: (_, x) => logSoftmax(x),
  mseLoss: ({ shapes: [shape], target }, x) =>
    mseLoss(x, tf.tensor(numbers(sizeOf(shape), target), shape)),
  nllLoss: ({ shapes: [[batch, classes]] }, x) => {
    const targets = Int32Array.from(
      { length: batch },
      (_, i) => i * 7 % classes,
    );
    return nllLoss(x, tf.tensor1d(targets, "int32"));
  },
};

/** What is wrong with an operation's output and gradients. */
function compareOp(test: Case): string[] {
  const { op, seed, coarse, shapes, sums } = test;
  const layouts = shapes.map((shape: number[], i: number) =>
    layoutOf(shape, i === 1)
  );
  const inputs = shapes.map((shape: number[], i: number) =>
    native(shape, numbers(sizeOf(shape), seed + i, coarse), layouts[i])
  );
  const y = OPS[op](test, ...inputs);
  const torchShape = y.rank === 4
    ? [0, 3, 1, 2].map((axis) => y.shape[axis]!)
    : y.shape as number[];
  const yLayout = layoutOf(torchShape, false);
  const dy = native(torchShape, numbers(y.size, seed + 50), yLayout);
  const { gradients } = valueAndGradients(
    () => tf.sum(tf.mul(OPS[op](test, ...inputs), dy)),
    inputs,
  );
  return [y, ...gradients].flatMap((tensor, i) => {
    const layout = i === 0 ? yLayout : layouts[i - 1];
    const values = tensor!.dataSync() as Float32Array;
    const sum = weigh(layout ? layout.toTorch(values) : values, seed);
    const [expected, size] = sums[i];
    // Rounding of products and statistics: a few millionths of the terms, and
    // of a unit where all terms cancel, as batch normalisation's do.
    const limit = 5e-6 * size + 2e-5;
    return Math.abs(sum - expected) <= limit
      ? []
      : [`${i === 0 ? "y" : `gradient ${i}`}: ${sum}, not ${expected}`];
  });
}

/** Operations whose output depends on their first input, number by number. */
const PASS_NAN_ON = new Set([
  ...["conv2d", "convTranspose2d", "linear", "maxPool2d"],
  ...["batchNorm", "relu", "logSoftmax"],
]);
/** Those that choose between numbers. */
const CHOOSE = new Set(["maxPool2d", "relu"]);

/**
 * What is wrong if one number of the first input is NaN. Each output that a
 * huge number at this place changes must be NaN, as in PyTorch. Where numbers
 * are chosen, no other output is, and the gradient goes to the NaN as it goes
 * to the huge number.
 */
function compareNaN(test: Case): string[] {
  const { op, seed, coarse, shapes } = test;
  if (!PASS_NAN_ON.has(op)) return [];
  const size = sizeOf(shapes[0]);
  const run = (value?: number) => {
    const inputs = shapes.map((shape: number[], i: number) => {
      const values = numbers(sizeOf(shape), seed + i, coarse);
      const layout = layoutOf(shape, i === 1);
      if (i > 0) return native(shape, values, layout);
      const own = layout ? layout.toNative(values) : values;
      if (value !== undefined) own[seed % size] = value;
      return tf.tensor(own, layout ? [...layout.nativeShape] : shape);
    });
    const y = OPS[op](test, ...inputs);
    const dy = tf.tensor(numbers(y.size, seed + 50), y.shape);
    const [gradient] = tf.grads((x: Tensor) =>
      OPS[op](test, x, ...inputs.slice(1))
    )(
      [inputs[0]],
      dy,
    );
    return { y: y.dataSync(), gradient: gradient.dataSync() };
  };
  const plain = run(), huge = run(1e6), nan = run(NaN);
  const chooses = CHOOSE.has(op);
  return [...plain.y.keys()].flatMap((i) => {
    const depends = plain.y[i] !== huge.y[i];
    const isNaN = Number.isNaN(nan.y[i]);
    if (depends && !isNaN) return [`NaN is lost at ${i}: ${nan.y[i]}`];
    return chooses && isNaN && !depends ? [`NaN comes up at ${i}`] : [];
  }).concat(
    chooses && nan.gradient.some((value, i) => value !== huge.gradient[i])
      ? ["the gradient misses the NaN"]
      : [],
  );
}

/** The network of the same name in make_random_shapes.py. */
class Network extends Module {
  readonly conv1: Conv2d;
  readonly norm?: BatchNorm2d;
  readonly conv2: Conv2d | ConvTranspose2d;
  readonly pool?: MaxPool2d;

  constructor({ ins, hidden, outs, kernel, stride, second, ...rest }: Case) {
    super();
    this.conv1 = new Conv2d(ins, hidden, kernel, {
      padding: Math.floor(kernel / 2),
      stride,
    });
    if (rest.normalises) this.norm = new BatchNorm2d(hidden);
    this.conv2 = second === "transposed"
      ? new ConvTranspose2d(hidden, outs, 3, {
        stride: 2,
        padding: 1,
        outputPadding: 1,
      })
      : second === "conv"
      ? new Conv2d(hidden, outs, 3, { padding: "same" })
      : new Conv2d(hidden, outs, 1, { stride: 2 });
    if (rest.pools) this.pool = new MaxPool2d(2);
  }

  forward(x: Tensor): Tensor {
    let y = this.conv1.forward(x);
    if (this.norm) y = this.norm.forward(y);
    y = this.conv2.forward(relu(y));
    return this.pool ? this.pool.forward(y) : y;
  }
}

function compareNetwork(test: Case): string[] {
  const { seed, shape, losses } = test;
  using model = new Network(test);
  const state = model.stateDict();
  [...state.keys()].filter((name) => !name.includes("num_batches"))
    .filter((name) => !name.includes("running"))
    .forEach((name, i) => {
      if (name.startsWith("norm")) return;
      const { shape, data } = state.get(name)!;
      const values = numbers(data.length, seed + 1 + i).map((x) => x / 2);
      state.set(name, { dtype: "float32", shape, data: values });
    });
  model.loadStateDict(state);
  using adam = new Adam(model.parameters(), { lr: 0.01, eps: 1e-3 });
  const x = native(shape, numbers(sizeOf(shape), seed), pictureLayout(shape));
  const [batch, height, width, channels] = tf.tidy(() =>
    model.forward(x).shape as number[]
  );
  const layout = pictureLayout([batch, channels, height, width]);
  const target = native([], numbers(layout.size, seed + 50), layout);
  return losses.flatMap((expected: number, step: number) => {
    const loss = adam.step(() => mseLoss(model.forward(x), target));
    return Math.abs(loss - expected) <= 2e-5 * expected
      ? []
      : [`loss ${step}: ${loss}, not ${expected}`];
  });
}

if (import.meta.main) {
  const places: number[] = await new Response(Deno.stdin.readable).json();
  const wrong = places.flatMap((place) => {
    const test: Case = fixture.cases[place];
    const compare = test.op === "network"
      ? compareNetwork
      : (test: Case) => [...compareOp(test), ...compareNaN(test)];
    let problems: string[];
    try {
      problems = tf.tidy(() => compare(test));
    } catch (error) {
      problems = [`${error}`];
    }
    const { sums: _sums, losses: _losses, ...what } = test;
    return problems.map((problem) => `${JSON.stringify(what)}: ${problem}`);
  });
  const comparison: Comparison = {
    instructions: ownOps?.instructions,
    tried: places.length,
    wrong,
  };
  console.log(JSON.stringify(comparison));
}
