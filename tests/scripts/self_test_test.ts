import { assert } from "@std/assert";
import { trainingSelfTest } from "../../scripts/doctor/self_test.ts";

Deno.test("the doctor's training step agrees with TensorFlow.js's own", () => {
  const difference = trainingSelfTest();
  assert(difference >= 0 && difference < 1e-5, `${difference}`);
});
