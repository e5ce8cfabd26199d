import { assert } from "@std/assert";

// Windows has none of our own ops, nor has a machine without a compiler. What
// every_op_test.ts computes does not update anything; these tests do, or go to
// the edge of what an op takes.
const TESTS = [
  "../optim/adam_test.ts",
  "../nn/batch_norm2d_test.ts",
  "batch_norm_test.ts",
  "conv2d_test.ts",
  "edges_test.ts",
  "max_pool2d_test.ts",
  "relu_then_pool_test.ts",
];

Deno.test("without our own ops: Adam, running statistics and edges are the same", async () => {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check"]
      .concat(TESTS.map((path) => import.meta.resolve(`./${path}`))),
    env: { MLE_OWN_OPS: "0", NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2" },
  }).output();
  const decoder = new TextDecoder();
  assert(success, decoder.decode(stdout) + decoder.decode(stderr));
});
