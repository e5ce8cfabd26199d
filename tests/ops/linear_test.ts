import { assertThrows } from "@std/assert";
import { linear } from "mle/ops/mod.ts";
import { type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";

Deno.test("linear multiplies and adds the bias", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2], [0, -1]]);
    const weight = tf.tensor2d([[1, 2], [10, 20], [100, 200]]);
    const y = linear(x, weight, tf.tensor1d([0.5, 0, 1]));
    assertClose(y, tf.tensor2d([[5.5, 50, 501], [-1.5, -20, -199]]));
  });
});

Deno.test("linear has the same gradients whichever of them are wanted", () => {
  for (const [inFeatures, outFeatures] of [[32, 5], [5, 32], [5, 3]]) {
    tf.tidy(() => {
      const inputs = [[7, inFeatures], [outFeatures, inFeatures], [outFeatures]]
        .map((shape, seed) => tf.randomNormal(shape, 0, 1, "float32", seed));
      const lossOf =
        (apply: (...inputs: Tensor[]) => Tensor) =>
        (...[x, weight, bias]: Tensor[]) =>
          tf.mean(tf.square(apply(x, weight, bias)));
      const expected = tf.grads(
        lossOf((x, weight, bias) =>
          tf.add(
            tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D, false, true),
            bias,
          )
        ),
      )(inputs);
      for (let subset = 1; subset < 8; subset++) {
        const isWanted = (_: unknown, i: number) => (subset & 1 << i) !== 0;
        const wanted = inputs.filter(isWanted);
        const compute = () => lossOf(linear)(...inputs);
        const gradientsOf = () => valueAndGradients(compute, wanted).gradients;
        assertNoTensorsLeft(() => tf.tidy(() => void gradientsOf()));
        const theirs = expected.filter(isWanted);
        gradientsOf().forEach((own, i) => assertClose(own!, theirs[i]));
      }
    });
  }
});

Deno.test("linear refuses another count of features, and pictures", () => {
  tf.tidy(() => {
    for (const shape of [[4, 3], [2], [4, 1, 1, 2]]) {
      assertThrows(
        () => linear(tf.zeros(shape), tf.zeros([3, 2]), tf.zeros([3])),
        TypeError,
        `Cannot apply linear(2, 3): expected [batch, 2], got [${
          shape.join(", ")
        }]`,
      );
    }
  });
});
