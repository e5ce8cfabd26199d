import { assertEquals, assertThrows } from "@std/assert";
import {
  attributes,
  execute,
  executeMany,
  hasOwnOps,
  int,
  tf,
} from "mle/tf/mod.ts";

const geometry = { stride: int(1), padding: int(1) };
const kernel = { kernel_height: int(3), kernel_width: int(3) };

Deno.test("our own ops are there", () => assertEquals(hasOwnOps, true));

Deno.test("an op of ours refuses shapes that do not fit, instead of reading beyond", () => {
  const apply = (op: string, values: Parameters<typeof attributes>[0]) =>
  (
    ...shapes: number[][]
  ) =>
  () =>
    tf.tidy(() =>
      executeMany(op, attributes(values), shapes.map((s) => tf.zeros(s)), 1)
    );
  const conv2d = apply("MleConv2D", geometry);
  const picture = [1, 4, 4, 16];
  for (
    const run of [
      conv2d(picture, [3, 3, 8, 16], [0]),
      conv2d(picture, [3, 3, 16, 16], [15]),
      conv2d(picture, [3, 3, 16, 5], [0]), // no whole vectors
      conv2d([4, 4, 16], [3, 3, 16, 16], [0]),
      conv2d(picture, [9, 9, 16, 16], [0]),
      apply("MleConv2DInputGradient", {
        ...geometry,
        height: int(2),
        width: int(2),
      })(picture, [3, 3, 16, 16], [0]),
      apply("MleConv2DFilterGradient", { ...geometry, ...kernel })(
        [1, 2, 2, 16],
        picture,
      ),
      apply("MleMaxPool", { kernel: int(5), stride: int(1) })(picture),
      apply("MleReluGradient", {})([3], [4]),
      apply("MleMseLoss", {})([3], [4]),
      apply("MleMseLossAndGradient", {})([3], [4]),
      apply("MleLinear", {})([2, 16], [3, 17], [3]),
      apply("MleLinear", {})([2, 16], [3, 16], [4]),
      apply("MleLinear", {})([2, 5], [3, 5], [3]), // no whole vectors
      apply("MleLinearParameterGradients", {})([2, 16], [3, 16]),
      apply("MleLinearGradients", {})([2, 3], [2, 16], [16, 3]),
      apply("MleLogSoftmaxGradient", {})([2, 3], [3, 2]),
    ]
  ) {
    assertThrows(run, Error, "Invalid TF_Status: 3");
  }
});

Deno.test("the negative log-likelihood refuses targets that are no classes", () => {
  const apply = (target: number) => () =>
    tf.tidy(() =>
      execute("MleNllLoss", [], [
        tf.zeros([1, 3]),
        tf.tensor1d([target], "int32"),
      ])
    );
  assertThrows(apply(3), Error, "Invalid TF_Status: 3");
  assertThrows(apply(-1), Error, "Invalid TF_Status: 3");
});

Deno.test("sums over a batch are the same in every call, to the bit", () => {
  tf.tidy(() => {
    const x = tf.randomNormal([33, 19, 19, 16], 0, 1, "float32", 1);
    const dy = tf.randomNormal([33, 19, 19, 32], 0, 1, "float32", 2);
    const few = tf.randomNormal([33, 19, 19, 4], 0, 1, "float32", 3);
    const sums = () =>
      [dy, few].flatMap((dy) =>
        executeMany(
          "MleConv2DFilterGradient",
          attributes({ ...geometry, ...kernel }),
          [x, dy],
          2,
        )
      ).concat(executeMany("MleBatchStatistics", [], [dy], 2))
        .map((tensor) => tensor.dataSync());
    const first = sums();
    for (let i = 0; i < 20; i++) assertEquals(sums(), first);
  });
});
