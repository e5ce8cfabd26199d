import { assertEquals, assertThrows } from "@std/assert";
import {
  defaultGenerator,
  Generator,
  manualSeed,
  shuffledOrder,
} from "mle/random/mod.ts";
import { assertSameBits, fixture } from "./fixture.ts";

Deno.test("shuffled passes visit the samples in PyTorch's order", () => {
  for (const { seed, ownGenerator, n, epochs } of fixture.loaderOrders) {
    manualSeed(seed);
    const generator = ownGenerator ? new Generator(seed + 1) : undefined;
    for (const [epoch, order] of epochs.entries()) {
      // The base seed with which a loader starts each pass.
      (generator ?? defaultGenerator).random63();
      assertSameBits(
        shuffledOrder(n, generator),
        order,
        `${n} samples, seed ${seed}, epoch ${epoch}, own generator: ${ownGenerator}`,
      );
      // The unshuffled pass in between: a base seed and nothing else.
      defaultGenerator.random63();
    }
  }
});

Deno.test("a pass takes the same from the default generator at any size", () => {
  const after = [0, 1, 1000].map((n) => {
    manualSeed(8);
    assertEquals(shuffledOrder(n).length, n);
    return defaultGenerator.getState();
  });
  assertEquals(after[0], after[1]);
  assertEquals(after[0], after[2]);
});

Deno.test("an invalid size is refused", () => {
  assertThrows(() => shuffledOrder(-1), RangeError, "got -1");
});
