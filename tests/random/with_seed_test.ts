import { assertEquals, assertRejects } from "@std/assert";
import { manualSeed, rand, withSeed } from "mle/random/mod.ts";

Deno.test("random work leaves the generator as it was, also if it fails", async () => {
  manualSeed(1);
  const expected = rand([4]).data;
  manualSeed(1);
  const first = rand([2]).data;
  const inner = await withSeed(7, () => Promise.resolve(rand([3]).data));
  await assertRejects(
    () =>
      withSeed(8, () => {
        rand([1]);
        throw new Error("fails");
      }),
    Error,
    "fails",
  );
  assertEquals([...first, ...rand([2]).data], [...expected]);
  manualSeed(7);
  assertEquals(inner, rand([3]).data);
});
