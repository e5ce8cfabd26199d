import { assertEquals } from "@std/assert";
import {
  attributes,
  dtype,
  execute,
  hasOp,
  oneDnnAttributes,
  optionalOps,
  tf,
} from "mle/tf/mod.ts";
import { assertNoTensorsLeft } from "mle/testing/mod.ts";

const relu = () =>
  execute("Relu", attributes({ T: dtype("float32") }), [tf.tensor1d([-1, 2])]);

Deno.test("an op is used only if it is there and gives what it should", () => {
  const on = Deno.env.get("TF_ENABLE_ONEDNN_OPTS") !== "0";
  assertNoTensorsLeft(() => {
    assertEquals(hasOp("right", relu, [0, 2]), on);
    assertEquals(hasOp("wrong", relu, [0, 1]), false);
    assertEquals(hasOp("of another size", relu, [0]), false);
    const missing = () => execute("_MklNoSuchOp", oneDnnAttributes({}), []);
    assertEquals(hasOp("missing", missing, [0]), false);
  });
  assertEquals(optionalOps(), {
    MleBiasGradient: on,
    right: on,
    wrong: false,
    "of another size": false,
    missing: false,
  });
});

Deno.test("a oneDNN op is found by its kernel's label", () => {
  assertEquals(oneDnnAttributes({ padding: "SAME" }), [
    { name: "padding", type: 0, value: "SAME" },
    { name: "_kernel", type: 0, value: "MklNameChangeOp" },
  ]);
});
