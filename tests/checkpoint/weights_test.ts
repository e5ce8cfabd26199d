import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { keepWeights, readKeptWeights } from "mle/checkpoint/mod.ts";
import { DataError } from "mle/data/mod.ts";
import type { StateDict } from "mle/nn/mod.ts";
import { join } from "node:path";
import { ROOT } from "../../scripts/shared/paths.ts";

const weights = (value: number): StateDict =>
  new Map([["fc.bias", {
    dtype: "float32",
    shape: [1],
    data: Float32Array.of(value),
  }]]);

Deno.test("kept weights are found by what they are, and by nothing else", async () => {
  const paths: string[] = [];
  try {
    for (const value of [1, 2, 1]) {
      paths.push(await keepWeights("Tiny", weights(value)));
    }
    const [one, two, again] = paths;
    assertMatch(one, /^build\/weights\/Tiny-[0-9a-f]{16}\.safetensors$/);
    assertEquals(again, one);
    assertEquals(await readKeptWeights(two), weights(2));

    await Deno.copyFile(join(ROOT, two), join(ROOT, one));
    await assertRejects(
      () => readKeptWeights(one),
      DataError,
      "expected the weights that the name stands for, got others",
    );
  } finally {
    for (const path of new Set(paths)) await Deno.remove(join(ROOT, path));
  }
  await assertRejects(
    () => readKeptWeights(paths[0]),
    DataError,
    "got nothing. Execute the notebook again",
  );
});
