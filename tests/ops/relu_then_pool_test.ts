import fc from "fast-check";
import { assertEquals } from "@std/assert";
import { maxPool2d, maxPoolOfRelu2d, relu } from "mle/ops/mod.ts";
import { MaxPool2d, observeLayers, ReLU, Sequential } from "mle/nn/mod.ts";
import { hasOwnOps, type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";

// Max pooling of what relu has given computes relu's gradient, too, and in a
// Sequential relu itself. A copy in between keeps it from knowing where its
// input is from.

const pool = (x: Tensor) => maxPool2d(x, 2, 1);
const poolOfCopy = (x: Tensor) => pool(tf.clone(x));

/** The bits of numbers, with one NaN for all. */
const bits = (x: Tensor) => {
  const numbers = x.dataSync().map((number) => isNaN(number) ? NaN : number);
  return [...new Uint32Array(numbers.buffer)];
};

const special = fc.constantFrom(0, -0, -1, 1, NaN, Infinity, -Infinity);
const number = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
  special,
);

/** Σ slopes · y, and with `slopes` its gradient with respect to y. */
const weighed = (y: Tensor, slopes: readonly number[]) =>
  tf.sum(tf.mul(
    y,
    tf.tensor(
      Float32Array.from({ length: y.size }, (_, i) => slopes[i % 64]),
      y.shape,
    ),
  ));

Deno.test("max pooling of relu: output and gradient, to the bit, as of a copy", () => {
  const cases = fc.record({
    height: fc.integer({ min: 3, max: 7 }),
    width: fc.integer({ min: 3, max: 19 }),
    channels: fc.constantFrom(1, 2, 3, 4, 8, 16, 20),
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    numbers: fc.array(number, { minLength: 61, maxLength: 61 }),
    slopes: fc.array(number, { minLength: 64, maxLength: 64 }),
  });
  const check = (
    c: typeof cases extends fc.Arbitrary<infer T> ? T : never,
  ) =>
    tf.tidy(() => {
      const shape = [2, c.height, c.width, c.channels];
      const size = tf.util.sizeFromShape(shape);
      const numbers = Float32Array.from(
        { length: size },
        (_, i) => c.numbers[i % 61],
      );
      const x = tf.tensor(numbers, shape);
      const [copied, direct, atOnce] = [
        () => maxPool2d(tf.clone(relu(x)), c.size, c.stride),
        () => maxPool2d(relu(x), c.size, c.stride),
        () => maxPoolOfRelu2d(x, c.size, c.stride),
      ].map((run) => {
        let y: Tensor;
        const { gradients } = valueAndGradients(() => {
          y = tf.keep(run());
          return weighed(y, c.slopes);
        }, [x]);
        const result = [bits(y!), bits(gradients[0]!)];
        y!.dispose();
        return result;
      });
      assertEquals(direct, copied);
      assertEquals(atOnce, copied);
    });
  fc.assert(fc.property(cases, check), { seed: 1, numRuns: 150 });
});

/** Passes its gradient on as it is, the same tensor. */
const shift = tf.customGrad((x) => ({
  value: tf.add(x as Tensor, 0.3),
  gradFunc: (dy: Tensor) => dy,
}));

Deno.test("any sequence of relu, pooling and other uses: gradients as of copies", () => {
  const steps = fc.array(
    fc.constantFrom("relu", "pool", "negate", "shift", "use", "pool and use"),
    { minLength: 2, maxLength: 9 },
  );
  const slopes = Array.from({ length: 64 }, (_, i) => Math.sin(i));
  const check = (steps: string[]) =>
    tf.tidy(() => {
      const x = tf.randomNormal([1, 12, 12, 4], 0, 1, "float32", 3);
      const gradient = (pool: (x: Tensor) => Tensor) =>
        valueAndGradients(() => {
          let y: Tensor = tf.mul(x, 1);
          const used: Tensor[] = [];
          for (const step of steps) {
            if (step === "use") used.push(weighed(y, slopes));
            if (step === "pool and use") used.push(weighed(pool(y), slopes));
            if (step === "relu") y = relu(y);
            if (step === "pool") y = pool(y);
            if (step === "negate") y = tf.neg(y);
            if (step === "shift") y = shift(y);
          }
          return tf.addN([...used, weighed(y, slopes)]);
        }, [x]).gradients[0]!;
      assertEquals(bits(gradient(pool)), bits(gradient(poolOfCopy)));
    });
  const examples: [string[]][] = [[["relu", "shift", "relu", "pool"]]];
  fc.assert(fc.property(steps, check), { seed: 2, numRuns: 100, examples });
});

// 0 in all places after relu: the first one is the maximum.
const negative = () => tf.fill([1, 2, 2, 1], -1);

Deno.test("the gradient with respect to relu's result is the pooling's own", () => {
  tf.tidy(() => {
    const made = relu(negative());
    assertEquals([...tf.grad(pool)(made).dataSync()], [1, 0, 0, 0]);
    const { gradients } = valueAndGradients(() => tf.sum(pool(made)), [made]);
    assertEquals([...gradients[0]!.dataSync()], [1, 0, 0, 0]);
  });
});

Deno.test("so it is for a result that is made on the way", () => {
  tf.tidy(() => {
    const inputs: Tensor[] = [negative()];
    const { gradients } = valueAndGradients(() => {
      inputs.push(tf.keep(relu(inputs[0])));
      return tf.sum(pool(inputs[1]));
    }, inputs);
    assertEquals([...gradients[0]!.dataSync()], [0, 0, 0, 0]);
    assertEquals([...gradients[1]!.dataSync()], [1, 0, 0, 0]);
    inputs[1].dispose();
  });
});

Deno.test("and for a gradient within another one, or within an operation's", () => {
  tf.tidy(() => {
    const x = negative();
    const inner: number[][] = [];
    const slope = (y: Tensor) => {
      const dy = valueAndGradients(() => tf.sum(pool(y)), [y]).gradients[0]!;
      valueAndGradients(() => tf.sum(x), [x]);
      for (const gradient of [dy, tf.grad(pool)(y)]) {
        inner.push([...gradient.dataSync()]);
      }
      return dy;
    };
    const op = tf.customGrad((y) => ({
      value: pool(y as Tensor),
      gradFunc: () => slope(y as Tensor),
    }));
    let y: Tensor;
    const { gradients } = valueAndGradients(() => {
      y = tf.keep(relu(x));
      slope(y);
      return tf.sum(op(y));
    }, [x]);
    y!.dispose();
    assertEquals([...gradients[0]!.dataSync()], [0, 0, 0, 0]);
    assertEquals(inner, Array(4).fill([1, 0, 0, 0]));
  });
});

Deno.test("and for an operation of one's own around relu", () => {
  const straightThrough = tf.customGrad((x) => ({
    value: relu(x as Tensor),
    gradFunc: (dy: Tensor) => dy,
  }));
  tf.tidy(() => {
    const x = negative();
    const compute = () => tf.sum(pool(straightThrough(x)));
    const { gradients } = valueAndGradients(compute, [x]);
    assertEquals([...gradients[0]!.dataSync()], [1, 0, 0, 0]);
  });
});

Deno.test("neither relu before pooling nor its gradient is computed if nobody asks", () => {
  if (!hasOwnOps) return;
  const backend = tf.backend() as unknown as {
    executeMultipleOutputs(op: string, ...more: unknown[]): Tensor[];
  };
  const execute = backend.executeMultipleOutputs;
  const ops: string[] = [];
  backend.executeMultipleOutputs = function (op, ...more) {
    ops.push(op);
    return execute.call(this, op, ...more);
  };
  try {
    const x = negative();
    const runs = [
      () => poolOfCopy(relu(x)),
      () => pool(relu(x)),
      () => new Sequential(new ReLU(), new MaxPool2d(2, 1)).forward(x),
    ];
    for (const run of runs) {
      tf.tidy(() => void valueAndGradients(() => tf.sum(run()), [x]));
    }
    x.dispose();
  } finally {
    backend.executeMultipleOutputs = execute;
  }
  const own = ops.filter((op) => op.startsWith("Mle"));
  const pooling = ["MleMaxPool", "MleMaxPoolGradient"];
  const afterRelu = ["MleRelu", ...pooling];
  assertEquals(own, [
    ...[...afterRelu, "MleReluGradient"],
    ...afterRelu,
    ...pooling,
  ]);
});

Deno.test("layers in a Sequential run one by one where it makes a difference", () => {
  class Doubled extends ReLU {
    override forward = (x: Tensor) => tf.mul(super.forward(x), 2);
  }
  tf.tidy(() => {
    const x = tf.tensor4d([1, -2, 3, -4], [1, 2, 2, 1]);
    const doubled = new Sequential(new Doubled(), new MaxPool2d(2, 1));
    assertEquals([...doubled.forward(x).dataSync()], [6]);
    const plain = new Sequential(new ReLU(), new MaxPool2d(2, 1));
    const seen: number[][] = [];
    observeLayers(
      plain,
      () => assertEquals([...plain.forward(x).dataSync()], [3]),
      (_name, _layer, y) => seen.push([...y.dataSync()]),
    );
    assertEquals(seen, [[1, 0, 3, 0], [3]]);
  });
});
