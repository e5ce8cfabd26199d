import { assertEquals, assertThrows } from "@std/assert";
import { DataLoader, type Dataset } from "mle/data/mod.ts";
import * as nn from "mle/nn/mod.ts";
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  Flatten,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  Unflatten,
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
import { tf } from "mle/tf/mod.ts";

// As a notebook's cell would pass it, which is not type-checked.
const any = (value: unknown) => value as never;

interface Refusal {
  run: () => unknown;
  error: typeof TypeError | typeof RangeError;
  message: string;
}

const refusals: Refusal[] = [];
const refuse = (
  error: Refusal["error"],
  message: string,
  run: () => unknown,
): void => void refusals.push({ run, error, message });

for (const [value, shown] of [["SAME", '"SAME"'], ["foo", '"foo"']]) {
  refuse(
    RangeError,
    `expected a padding that is a whole number ≥ 0 or "same", got ${shown}`,
    () => new Conv2d(2, 16, 3, { padding: any(value) }),
  );
}
for (
  const [value, shown, error] of [
    [[1, 1], "[1,1]", TypeError],
    [null, "null", TypeError],
    [0.5, "0.5", RangeError],
    [-1, "-1", RangeError],
    [NaN, "NaN", RangeError],
    [Infinity, "Infinity", RangeError],
    [2 ** 31, "2147483648", RangeError],
  ] as const
) {
  const message = `expected a padding that is a whole number ≥ 0, got ${shown}`;
  refuse(error, message, () => new Conv2d(2, 3, 3, { padding: any(value) }));
  refuse(
    error,
    message,
    () => new ConvTranspose2d(2, 3, 3, { padding: any(value) }),
  );
}
for (
  const [value, shown, error] of [
    [1.5, "1.5", RangeError],
    [0, "0", RangeError],
    ["2", '"2"', TypeError],
    [[2, 2], "[2,2]", TypeError],
  ] as const
) {
  const message = `expected a stride that is a whole number ≥ 1, got ${shown}`;
  refuse(error, message, () => new Conv2d(2, 3, 3, { stride: any(value) }));
  refuse(error, message, () => new MaxPool2d(2, any(value)));
}
refuse(
  RangeError,
  "Cannot make MaxPool2d: expected a kernel size that is a whole number ≥ 1, " +
    "got 2.5",
  () => new MaxPool2d(2.5),
);
refuse(
  TypeError,
  "expected no further argument, got 1",
  () => new MaxPool2d(2, 2, any(1)),
);
refuse(
  RangeError,
  "expected an output padding of less than the stride of 2, got 2",
  () => new ConvTranspose2d(2, 3, 3, { stride: 2, outputPadding: 2 }),
);
refuse(
  TypeError,
  "expected no options but stride, padding, got dilation, which PyTorch has " +
    "and this library has not",
  () => new Conv2d(2, 3, 3, any({ dilation: 2 })),
);
refuse(
  TypeError,
  "expected no options but stride, padding, got strides",
  () => new Conv2d(2, 3, 3, any({ strides: 2 })),
);
refuse(
  TypeError,
  'expected options such as {"stride":1,"padding":0}, got 2',
  () => new Conv2d(2, 3, 3, any(2)),
);
refuse(
  TypeError,
  "expected no options but stride, padding, outputPadding, got groups, which " +
    "PyTorch has",
  () => new ConvTranspose2d(2, 3, 3, any({ groups: 2 })),
);
refuse(
  RangeError,
  "Cannot make Linear: expected a number of features that is a whole number ≥ 1, got 2.5",
  () => new Linear(2.5, 3),
);
refuse(
  TypeError,
  'got {"bias":false}, which PyTorch has and this library has not',
  () => new Linear(2, 3, any({ bias: false })),
);
refuse(RangeError, "got 0", () => new BatchNorm2d(0));
refuse(
  TypeError,
  'got {"momentum":0.2}, which PyTorch has',
  () => new BatchNorm2d(2, any({ momentum: 0.2 })),
);
refuse(
  TypeError,
  "Cannot compute nllLoss: expected no further argument, got " +
    '{"weight":[1,2]}, which PyTorch has and this library has not',
  () =>
    nllLoss(
      tf.zeros([1, 2]),
      tf.tensor1d([0], "int32"),
      any({ weight: [1, 2] }),
    ),
);
refuse(
  TypeError,
  "Cannot make Adam: expected no options but lr, betas, eps, got weightDecay, " +
    "which PyTorch has and this library has not",
  () => new Adam(any([1]), any({ weightDecay: 0.1 })),
);
refuse(
  RangeError,
  "expected a padded picture of fewer than 2³¹ numbers, got " +
    "[2000000008, 2000000008, 2]",
  () =>
    conv2d(tf.ones([1, 8, 8, 2]), tf.ones([3, 3, 2, 16]), tf.zeros([16]), {
      padding: 1e9,
    }),
);
refuse(
  RangeError,
  "expected an output of fewer than 2³¹ numbers, got [1, 700001, 700001, 16]",
  () =>
    convTranspose2d(
      tf.ones([1, 8, 8, 2]),
      tf.ones([1, 1, 16, 2]),
      tf.zeros([16]),
      { stride: 1e5 },
    ),
);
refuse(
  RangeError,
  "expected an output of fewer than 2³¹ numbers, got [1, 32768, 32768, 2]",
  () =>
    convTranspose2d(
      tf.ones([1, 2, 2, 1]),
      tf.ones([1, 1, 2, 1]),
      tf.ones([2]),
      {
        stride: 32767,
      },
    ),
);
refuse(
  RangeError,
  "expected padding that leaves at least one row and column",
  () =>
    convTranspose2d(
      tf.ones([1, 2, 2, 2]),
      tf.ones([3, 3, 16, 2]),
      tf.zeros([16]),
      { padding: 2 },
    ),
);
refuse(
  RangeError,
  "Cannot apply maxPool2d: expected a stride that is a whole number ≥ 1, got 0",
  () => maxPool2d(tf.ones([1, 4, 4, 1]), 2, 0),
);

const parameters = () => new Linear(2, 3).parameters();
const dataset: Dataset = {
  length: 2,
  pictureShape: [1, 1, 4],
  item: () => ({ picture: new Float32Array(4), label: 0 }),
};
for (
  const [options, got] of [
    [{ lr: "0.1" }, 'a learning rate ≥ 0, got "0.1"'],
    [{ lr: null }, "a learning rate ≥ 0, got null"],
    [{ eps: "1" }, 'an epsilon ≥ 0, got "1"'],
  ] as const
) {
  refuse(RangeError, got, () => new Adam(parameters(), any(options)));
}
for (const given of [new ReLU(), [tf.scalar(1)]]) {
  refuse(
    TypeError,
    "expected a list of parameters, such as model.parameters(), got",
    () => new Adam(any(given)),
  );
}
refuse(TypeError, "Cannot update a variable: it was freed", () => {
  const [x, layer] = [tf.ones([1, 2]), new Linear(2, 3)];
  const optimizer = new Adam(layer.parameters());
  optimizer[Symbol.dispose]();
  optimizer.step(() => tf.sum(layer.forward(x)));
});
refuse(
  TypeError,
  "into Linear: expected a state dict, such as model.stateDict(), got {}",
  () => new Linear(2, 3).loadStateDict(any({})),
);
refuse(
  TypeError,
  "Cannot apply logSoftmax: expected [classes], got []",
  () => logSoftmax(tf.scalar(1)),
);
for (
  const [options, got] of [
    [{ dropLast: true }, "got dropLast, which PyTorch has"],
    [{ numWorkers: 4 }, "got numWorkers, which PyTorch has"],
    [{ shufle: true }, "no options but batchSize, shuffle, got shufle"],
    [{ shuffle: "false" }, 'shuffle that is true or false, got "false"'],
    [2, 'expected options such as {"batchSize":1,"shuffle":false}, got 2'],
  ] as const
) {
  refuse(TypeError, got, () => new DataLoader(dataset, any(options)));
}
refuse(
  TypeError,
  "Cannot make DataLoader: expected a data set, got [1,2]",
  () => new DataLoader(any([1, 2])),
);
for (
  const [sample, got] of [
    [{ picture: new Float32Array(2), label: 0 }, "4 numbers, [1, 1, 4], got 2"],
    [{ picture: new Float32Array(4), label: 0.5 }, "≥ 0, got 0.5"],
    [{ picture: new Float32Array(4), label: -0.5 }, "≥ 0, got -0.5"],
  ] as const
) {
  refuse(
    RangeError,
    got,
    () => [...new DataLoader({ ...dataset, item: () => sample })],
  );
}
refuse(
  TypeError,
  "Cannot make Sequential: expected layers, got [{",
  () => new Sequential(any([new ReLU()])),
);
refuse(
  TypeError,
  "Cannot make Unflatten: expected [channels, height, width], got 4",
  () => new Unflatten(any(4)),
);

/** What each class takes; it takes no more. */
const TAKEN: Record<string, unknown[]> = {
  BatchNorm2d: [2],
  Conv2d: [2, 3, 3, {}],
  ConvTranspose2d: [2, 3, 3, {}],
  Flatten: [],
  Linear: [2, 3],
  LogSoftmax: [],
  MaxPool2d: [2, 2],
  ReLU: [],
  Unflatten: [[1, 2, 3]],
};
const layers = Object.values(nn).filter((value) =>
  typeof value === "function" && value.prototype instanceof Module &&
  value !== any(Sequential)
) as unknown as (new (...given: unknown[]) => unknown)[];

Deno.test("what is made refuses an argument more than it takes", () => {
  assertEquals(layers.map(({ name }) => name).sort(), Object.keys(TAKEN));
  const makers = [
    ...layers.map((layer) => [layer, TAKEN[layer.name]] as const),
    [any(Adam), [parameters(), {}]],
    [any(DataLoader), [dataset, {}]],
  ] as [new (...given: unknown[]) => unknown, unknown[]][];
  for (const [maker, taken] of makers) {
    new maker(...taken);
    assertThrows(
      () => new maker(...taken, { dilation: 2 }),
      TypeError,
      `Cannot make ${maker.name}: expected no further argument, got ` +
        '{"dilation":2}, which PyTorch has and this library has not',
    );
  }
});

for (const { run, error, message } of refusals) {
  Deno.test(`refused: ${run.toString().replace(/\s+/g, " ").slice(6, 70)}, "${message.slice(-40)}"`, () => {
    assertThrows(() => tf.tidy(() => void run()), error, message);
  });
}

const square = [1, 4, 4, 2], kernel = [1, 1, 2, 2];
const statistics = { mean: tf.ones([2]), variance: tf.ones([2]) };
const flatten = (x: tf.Tensor) => new Flatten().forward(x);
const ANY_AXES: unknown[] = [relu, logSoftmax, flatten];
/** Operations, with the shapes of the tensors that they take. */
const OPERATIONS: [(...inputs: tf.Tensor[]) => unknown, number[][]][] = [
  [relu, [square]],
  [logSoftmax, [[2, 3]]],
  [(x) => maxPool2d(x, 2, 2), [square]],
  [(x, w, b) => conv2d(x, w, b), [square, kernel, [2]]],
  [(x, w, b) => convTranspose2d(x, w, b), [square, kernel, [2]]],
  [linear, [[1, 2], [3, 2], [3]]],
  [(x, target) => mseLoss(x, target), [[2], [2]]],
  [flatten, [square]],
  [(x) => nllLoss(x, tf.zeros([2], "int32")), [[2, 3]]],
  [(x) => batchStatistics(x), [square]],
  [
    (x, gamma, beta) =>
      batchNorm(x, gamma, beta, statistics, { training: true, epsilon: 1 }),
    [
      square,
      [2],
      [2],
    ],
  ],
];

Deno.test("an operation refuses in words what was freed, is no tensor, is empty, has other axes, or holds no float32", () => {
  tf.tidy(() => {
    for (const [operation, shapes] of OPERATIONS) {
      const inputs = shapes.map((shape) => tf.ones(shape));
      operation(...inputs);
      const refuses = (place: number, value: unknown, got: string) =>
        assertThrows(
          () => operation(...inputs.with(place, any(value))),
          TypeError,
          got,
        );
      shapes.forEach((shape, place) => {
        const freed = tf.ones(shape);
        freed.dispose();
        refuses(
          place,
          freed,
          "expected a tensor, got one that was freed, by its dispose() or at " +
            "the end of a tidy or batch",
        );
        refuses(place, [1, 2], "expected a tensor, got [1,2]");
        refuses(place, undefined, "expected a tensor, got undefined");
        const integers = tf.ones(shape, "int32");
        refuses(place, integers, "expected float32 numbers, got int32");
        const empty = [0, ...shape.slice(1)];
        assertThrows(
          () => operation(...inputs.with(place, tf.zeros(empty))),
          RangeError,
          `expected at least one number, got [${
            empty.join(", ")
          }], an empty batch`,
        );
        if (ANY_AXES.includes(operation)) return;
        refuses(place, tf.ones([...shape, 2]), ": expected ");
      });
    }
  });
});

Deno.test("a result that memory cannot hold is refused, with its shape", () => {
  const info = Deno.systemMemoryInfo;
  Deno.systemMemoryInfo = () => ({ ...info(), total: 2 ** 29 });
  try {
    tf.tidy(() => {
      const [x, kernel] = [tf.ones([1, 2, 2, 1]), tf.ones([1, 1, 1, 1])];
      assertThrows(
        () => convTranspose2d(x, kernel, tf.zeros([1]), { stride: 16383 }),
        RangeError,
        "Cannot apply convTranspose2d(1, 1): expected an output that fits into " +
          "0.5 GiB of memory, got [1, 16384, 16384, 1]",
      );
    });
  } finally {
    Deno.systemMemoryInfo = info;
  }
});

Deno.test("an option that is undefined is as if it were not given", () => {
  tf.tidy(() => {
    const filter = tf.ones([3, 3, 1, 16]);
    const y = conv2d(tf.ones([1, 5, 5, 1]), filter, tf.zeros([16]), {
      stride: undefined,
      padding: undefined,
    });
    assertEquals(y.shape, [1, 3, 3, 16]);
  });
});
