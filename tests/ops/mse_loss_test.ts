import { assertEquals, assertThrows } from "@std/assert";
import { mseLoss } from "mle/ops/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import { type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";

Deno.test("mseLoss is the mean of the squared differences", () => {
  tf.tidy(() => {
    const loss = mseLoss(
      tf.tensor([[1, 2], [3, 4]]),
      tf.tensor([[1, 0], [0, 8]]),
    );
    assertEquals(loss.shape, []);
    assertClose(loss, [(0 + 4 + 9 + 16) / 4]);
  });
});

Deno.test("mseLoss's gradient is 2(x - target)/n", () => {
  tf.tidy(() => {
    const target = tf.tensor1d([1, 0, 0, 8]);
    const gradient = tf.grad((x) => mseLoss(x, target));
    assertClose(gradient(tf.tensor1d([1, 2, 3, 4])), [0, 1, 1.5, -2]);
  });
});

Deno.test("mseLoss's gradient is multiplied by what comes from above", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2], [3, 4]]);
    const target = tf.tensor2d([[1, 0], [0, 8]]);
    const uses: [(loss: Tensor) => Tensor, factor: number][] = [
      [(loss) => loss, 1],
      [(loss) => tf.mul(loss, 3), 3],
      [(loss) => tf.add(loss, loss), 2],
      [(loss) => tf.square(loss), 2 * 7.25],
      [() => tf.add(mseLoss(x, target), mseLoss(x, target)), 2],
    ];
    for (const [use, factor] of uses) {
      const gradientOf = () => {
        const compute = () => use(mseLoss(x, target));
        return valueAndGradients(compute, [x]).gradients[0]!;
      };
      assertNoTensorsLeft(() => tf.tidy(() => void gradientOf()));
      const expected = [0, 1, 1.5, -2].map((slope) => factor * slope);
      assertClose(gradientOf(), tf.tensor(expected, [2, 2]));
    }
  });
});

Deno.test("mseLoss's gradient is the caller's own, whoever asks", () => {
  tf.tidy(() => {
    const [x, target] = [tf.tensor1d([1, 2, 3]), tf.zeros([3])];
    const slope = tf.grad((x) => mseLoss(x, target));
    const op = tf.customGrad((x) => ({
      value: mseLoss(x as Tensor, target),
      gradFunc: (dy: Tensor) => slope(x as Tensor, dy),
    }));
    const { gradients: [dx] } = valueAndGradients(() => op(x), [x]);
    assertClose(dx!, [2 / 3, 4 / 3, 2]);
    const loss = tf.scalar(1);
    const { gradients: [one] } = valueAndGradients(() => loss, [loss]);
    assertClose(slope(x, one), [2 / 3, 4 / 3, 2]);
  });
});

Deno.test("mseLoss keeps its precision over a whole batch of pictures", () => {
  tf.tidy(() => {
    const shape = [64, 28, 28, 1];
    const loss = mseLoss(tf.fill(shape, 0.1), tf.zeros(shape));
    assertClose(loss, [Math.fround(0.1) ** 2], { relative: 2e-6, absolute: 0 });
  });
});

Deno.test("mseLoss refuses a target of another shape", () => {
  tf.tidy(() => {
    assertThrows(
      () => mseLoss(tf.zeros([2, 3]), tf.zeros([3])),
      TypeError,
      "Cannot compute mseLoss: expected a target of shape [2, 3], got [3]",
    );
  });
});
