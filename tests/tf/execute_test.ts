import { assertEquals, assertThrows } from "@std/assert";
import {
  attributes,
  execute,
  executeMany,
  float,
  int,
  shape,
  tf,
} from "mle/tf/mod.ts";
import { float32 } from "mle/tf/execute.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";

Deno.test("attributes are marked as TensorFlow's C API wants them", () => {
  assertEquals(
    attributes({
      padding: "SAME",
      transpose: true,
      axis: int(2),
      strides: int([1, 2, 2, 1]),
      epsilon: float(1e-5),
      T: float32,
      dims: shape([2, 3]),
    }),
    [
      { name: "padding", type: 0, value: "SAME" },
      { name: "transpose", type: 3, value: true },
      { name: "axis", type: 1, value: 2 },
      { name: "strides", type: 1, value: [1, 2, 2, 1] },
      { name: "epsilon", type: 2, value: 1e-5 },
      { name: "T", type: 4, value: 1 },
      { name: "dims", type: 5, value: [2, 3] },
    ],
  );
});

Deno.test("execute runs an op of TensorFlow's runtime", () => {
  assertNoTensorsLeft(() =>
    tf.tidy(() => {
      const a = tf.tensor2d([[1, 2]]);
      const transposed = attributes({ transpose_b: true });
      const product = execute("MatMul", transposed, [a, a]);
      assertEquals(product.shape, [1, 1]);
      assertClose(product, [5]);
    })
  );
});

Deno.test("executeMany returns all outputs", () => {
  tf.tidy(() => {
    const topK = attributes({ sorted: true });
    const x = tf.tensor1d([3, 9, 1, 7]);
    const k = tf.scalar(2, "int32");
    const [values, indices] = executeMany("TopKV2", topK, [x, k], 2);
    assertClose(values, [9, 7]);
    assertClose(indices, [1, 3]);
    assertEquals(indices.dtype, "int32");
  });
});

Deno.test("execute reports TensorFlow's error", () => {
  tf.tidy(() => {
    assertThrows(() => execute("NoSuchOp", [], []), Error, "NoSuchOp");
    assertThrows(
      () => execute("MatMul", [], [tf.zeros([2, 3]), tf.zeros([2, 3])]),
      Error,
      "Matrix size-incompatible",
    );
  });
});
