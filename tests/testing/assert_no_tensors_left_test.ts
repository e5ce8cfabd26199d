import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { assertNoTensorsLeft } from "./mod.ts";

Deno.test("assertNoTensorsLeft returns what was computed", async () => {
  const run = () => tf.tidy(() => tf.add(1, 2).dataSync()[0]);
  assertEquals(assertNoTensorsLeft(run), 3);
  assertEquals(await assertNoTensorsLeft(() => Promise.resolve(run())), 3);
});

Deno.test("assertNoTensorsLeft fails for one tensor more and one fewer", async () => {
  const before = tf.memory().numTensors;
  let left: Tensor | undefined;
  assertThrows(
    () => assertNoTensorsLeft(() => void (left = tf.scalar(1))),
    Error,
    `Expected as many tensors as before, ${before}, got ${before + 1}`,
  );
  await assertRejects(
    () =>
      assertNoTensorsLeft(async () => {
        await Promise.resolve();
        left!.dispose();
      }),
    Error,
    `Expected as many tensors as before, ${before + 1}, got ${before}`,
  );
});
