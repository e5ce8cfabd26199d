import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { Layout, Parameter } from "mle/nn/mod.ts";
import { Adam, type AdamOptions } from "mle/optim/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { fixture, numbersOf, tensorOf } from "../fixtures/layers.ts";

const parameter = (...numbers: number[]) =>
  new Parameter(Float32Array.from(numbers), new Layout([numbers.length]));

const sumOfSquares = ({ value }: Parameter): Tensor => tf.sum(tf.square(value));

for (const { scale, options, data, start, losses, steps } of fixture.adam) {
  // With a loss of 1e-8 and less it is epsilon that decides the steps.
  const name = `loss × ${scale}, ${JSON.stringify(options)}`;
  Deno.test(`Adam steps as PyTorch's: ${name}`, () => {
    using owned = new DisposableStack();
    const [weight, bias] = [start.weight, start.bias].map((torch) =>
      owned.use(new Parameter(numbersOf(torch), new Layout(torch.shape)))
    );
    using optimizer = new Adam([weight, bias], options as AdamOptions);
    for (const [i, expected] of losses.entries()) {
      const loss = optimizer.step(() => {
        const predicted = tf.add(
          tf.matMul(tensorOf(data.x), weight.value),
          bias.value,
        );
        const squares = tf.squaredDifference(predicted, tensorOf(data.y));
        return tf.mul(tf.mean(squares), scale);
      });
      assertClose([loss], [expected], { relative: 2e-5, absolute: 0 });
      const after = steps.find(({ step }) => step === i + 1);
      if (after === undefined) continue;
      const [what, absolute] = [`weights after step ${i + 1}`, 1e-5];
      assertClose(weight.value, numbersOf(after.weight), { what, absolute });
      assertClose(bias.value, numbersOf(after.bias), { what, absolute });
    }
  });
}

Deno.test("Adam's first step is the learning rate, whatever the gradient", () => {
  using x = parameter(3, -3000, 1e-3);
  using optimizer = new Adam([x], { lr: 0.5 });
  assertEquals(optimizer.step(() => sumOfSquares(x)), 9_000_009);
  assertClose(x.value, [2.5, -2999.5, -0.499]);
});

Deno.test("Adam with epsilon 0.5 moves by half the learning rate at gradient 0.5", () => {
  using x = parameter(0);
  using optimizer = new Adam([x], { lr: 1, eps: 0.5 });
  optimizer.step(() => tf.sum(tf.mul(x.value, 0.5)));
  assertClose(x.value, [-0.5]); // 0.5/(0.5 + 0.5)
});

Deno.test("the learning rate can be changed between steps", () => {
  using x = parameter(3);
  using optimizer = new Adam([x], { lr: 0.5 });
  optimizer.lr = 0;
  optimizer.step(() => sumOfSquares(x));
  assertClose(x.value, [3]);
  optimizer.lr = 0.25;
  optimizer.step(() => sumOfSquares(x));
  assertClose(x.value, [2.75]);
});

Deno.test("a parameter that the loss does not use stays, and is ready later", () => {
  using used = parameter(1);
  using unused = parameter(7);
  using optimizer = new Adam([used, unused], { lr: 0.5 });
  optimizer.step(() => sumOfSquares(used));
  optimizer.step(() => sumOfSquares(used));
  assertEquals([...unused.value.dataSync()], [7]);
  // Its own first step, as PyTorch counts them: a whole learning rate.
  optimizer.step(() => sumOfSquares(unused));
  assertClose(unused.value, [6.5]);
});

Deno.test("a closure that throws updates nothing and leaves no tensor", () => {
  using x = parameter(1, 2);
  using optimizer = new Adam([x]);
  const before = optimizer.stateDict();
  assertNoTensorsLeft(() =>
    assertThrows(
      () =>
        optimizer.step(() => {
          sumOfSquares(x);
          throw new Error("no loss");
        }),
      Error,
      "no loss",
    )
  );
  assertEquals([...x.value.dataSync()], [1, 2]);
  assertEquals(optimizer.stateDict(), before);
});

Deno.test("a loss that is no scalar, or of no parameter, updates nothing", () => {
  using x = parameter(1, 2);
  using optimizer = new Adam([x]);
  const before = optimizer.stateDict();
  assertNoTensorsLeft(() => {
    assertThrows(
      () => optimizer.step(() => tf.square(x.value)),
      TypeError,
      "Cannot step with Adam: expected a scalar loss, got [2]",
    );
    assertThrows(
      () => optimizer.step(() => tf.scalar(1)),
      TypeError,
      "must be called inside the function",
    );
    const results: [unknown, string][] = [
      [undefined, "got nothing: does the closure return the loss?"],
      [Promise.resolve(1), "got a Promise: the closure must not be async"],
      [1, "got number: return the tensor, not its value"],
    ];
    for (const [result, message] of results) {
      const closure = (() => result) as unknown as () => tf.Tensor;
      assertThrows(() => optimizer.step(closure), TypeError, message);
    }
  });
  assertEquals([...x.value.dataSync()], [1, 2]);
  assertEquals(optimizer.stateDict(), before);
});

Deno.test("a step leaves no tensor behind, and the optimizer none at the end", () => {
  using x = parameter(1, 2);
  assertNoTensorsLeft(() => {
    using optimizer = new Adam([x]);
    // What the first step reads stays read.
    optimizer.step(() => sumOfSquares(x));
    assertNoTensorsLeft(() => optimizer.step(() => sumOfSquares(x)));
  });
  assert(!x.value.isDisposed, "the parameters stay the model's");
});

Deno.test("Adam refuses settings with which it cannot work", () => {
  using x = parameter(1);
  const refused: [AdamOptions, string][] = [
    [{ lr: -1 }, "expected a learning rate ≥ 0, got -1"],
    [{ lr: NaN }, "expected a learning rate ≥ 0, got NaN"],
    [{ lr: Infinity }, "expected a learning rate ≥ 0, got Infinity"],
    [{ betas: [1, 0.9] }, "expected two betas in [0, 1), got 1, 0.9"],
    [{ betas: [0.9, -0.1] }, "expected two betas in [0, 1), got 0.9, -0.1"],
    [{ eps: -1e-8 }, "expected an epsilon ≥ 0, got -1e-8"],
    [{ eps: NaN }, "expected an epsilon ≥ 0, got NaN"],
  ];
  assertNoTensorsLeft(() => {
    for (const [options, message] of refused) {
      assertThrows(
        () => new Adam([x], options),
        RangeError,
        `Cannot make Adam: ${message}`,
      );
    }
    assertThrows(
      () => new Adam([]),
      RangeError,
      "Cannot make Adam: expected parameters to train, got none",
    );
  });
});

// One number, from 0, its mean and mean square, by torch 2.13.0: where an
// interpolation that is not exact at its end, or a β₂ that float32 rounds to 1,
// would show.
const FAR_FROM_DEFAULTS = [
  {
    betas: [0, 0],
    gradients: [1000, 1e-4],
    expected: [-0.00199990021, 9.99999975e-05, 9.99999905e-09],
  },
  {
    betas: [0, 0.999],
    gradients: [1000, 1e-4],
    expected: [-0.00100000005, 9.99999975e-05, 999],
  },
  {
    betas: [0.3, 0.5],
    gradients: [1000, 1e-4, 1e-4, 1e-4],
    expected: [-0.0016448095, 18.9000988, 62500],
  },
  {
    betas: [0.9, 0.99999999],
    gradients: [1, 3, -2, 0.1],
    expected: [-0.0024025871, 0.145900011, 1.40099999e-07],
  },
] as const;

Deno.test("Adam far from its defaults: PyTorch's numbers", () => {
  for (const { betas, gradients, expected } of FAR_FROM_DEFAULTS) {
    using parameter = new Parameter(Float32Array.of(0), new Layout([1]));
    using adam = new Adam([parameter], { betas });
    for (const gradient of gradients) {
      adam.step(() => tf.sum(tf.mul(parameter.value, gradient)));
    }
    const state = adam.stateDict();
    const numbers = [
      parameter.value.dataSync()[0],
      Number(state.get("0.exp_avg")!.data[0]),
      Number(state.get("0.exp_avg_sq")!.data[0]),
    ];
    numbers.forEach((number, i) =>
      assertAlmostEquals(number / expected[i], 1, 3e-6, `${betas}, ${i}`)
    );
  }
});

Deno.test("Adam takes a learning rate of 0 and an epsilon of 0, as PyTorch does", () => {
  using x = parameter(3, -3e-30);
  using still = new Adam([x], { lr: 0 });
  still.step(() => sumOfSquares(x));
  assertEquals([...x.value.dataSync()], [3, Math.fround(-3e-30)]);
  using exact = new Adam([x], { lr: 0.5, eps: 0 });
  exact.step(() => tf.sum(x.value));
  assertClose(x.value, [2.5, -0.5]);
});
