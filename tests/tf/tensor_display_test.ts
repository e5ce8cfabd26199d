import { assertEquals, assertStringIncludes } from "@std/assert";
import { DISPLAY, type Displayable } from "mle/display/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { type Tensor, tf, Variable } from "mle/tf/mod.ts";

/** What a notebook shows of the tensor; frees it. */
async function shown(tensor: Tensor): Promise<unknown> {
  try {
    return await (tensor as unknown as Displayable)[DISPLAY]();
  } finally {
    if (!tensor.isDisposed) tensor.dispose();
  }
}

Deno.test("a tensor shows dtype, shape and first values", async () => {
  assertEquals(await shown(tf.tensor2d([[1, 2], [3, 4]])), {
    "text/plain": "Tensor float32 [2, 2]\n[[1, 2],\n [3, 4]]",
  });
  assertEquals(await shown(tf.range(0, 1000, 1, "int32")), {
    "text/plain": "Tensor int32 [1000]\n[0, 1, 2, 3, 4, 5, 6, 7, …]",
  });
  assertEquals(await shown(tf.scalar(true, "bool")), {
    "text/plain": "Tensor bool []\ntrue",
  });
  assertEquals(await shown(tf.tensor(["a"])), {
    "text/plain": 'Tensor string [1]\n["a"]',
  });
  assertEquals(await shown(tf.zeros([0, 3])), {
    "text/plain": "Tensor float32 [0, 3]\n[]",
  });
});

Deno.test("a disposed tensor and one of complex numbers show no values", async () => {
  const tensor = tf.zeros([2]);
  tensor.dispose();
  assertEquals(await shown(tensor), {
    "text/plain": "Tensor float32 [2], disposed",
  });
  const parts = [tf.zeros([2]), tf.ones([2])];
  assertEquals(await shown(tf.complex(parts[0], parts[1])), {
    "text/plain": "Tensor complex64 [2]",
  });
  tf.dispose(parts);
});

Deno.test("console.log prints a tensor as it is shown, also within others", () => {
  const tensor = tf.tensor1d([1, 2]);
  assertEquals(Deno.inspect(tensor), "Tensor float32 [2]\n[1, 2]");
  assertStringIncludes(Deno.inspect({ tensor }), "[1, 2]");
  tensor.dispose();
});

Deno.test("showing leaves no tensor behind", () => {
  const tensor = tf.ones([64, 32, 32, 3]);
  assertNoTensorsLeft(() => void (tensor as unknown as Displayable)[DISPLAY]());
  tensor.dispose();
});

Deno.test("a variable shows its value", () => {
  using variable = new Variable(Float32Array.of(1, 2), [2]);
  assertEquals(variable[DISPLAY](), {
    "text/plain": "Variable float32 [2]\n[1, 2]",
  });
});
