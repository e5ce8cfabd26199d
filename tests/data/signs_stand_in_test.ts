import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import { drawHand } from "mle/data/drawn_hand/draw_hand.ts";
import { countPerClass } from "mle/data/labelled_pictures.ts";
import { loadStandIn, STAND_IN_NOTICE } from "mle/data/signs_stand_in.ts";
import { Generator } from "mle/random/mod.ts";

// The project's own copy, so that it is drawn once and not by every run of the tests.
const DIR = join(
  import.meta.dirname!,
  "..",
  "..",
  "data",
  "sign_data_stand_in",
);

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

Deno.test("the stand-in has the shapes and counts of SIGNS, and a note on what it is", async () => {
  const { train, val, test } = await loadStandIn(DIR);
  for (
    const [set, perClass] of [[train, 160], [val, 20], [test, 20]] as const
  ) {
    assertEquals(set.pixels.length, 6 * perClass * 64 * 64 * 3);
    assertEquals(countPerClass(set.labels, 6), Array(6).fill(perClass));
  }
  const note = await Deno.readTextFile(join(DIR, "NOTE.txt"));
  assert(note.startsWith(STAND_IN_NOTICE));
});

Deno.test("the stand-in is written once", async () => {
  await loadStandIn(DIR);
  const before = (await Deno.stat(join(DIR, "X_train.npy"))).mtime;
  await loadStandIn(DIR);
  assertEquals((await Deno.stat(join(DIR, "X_train.npy"))).mtime, before);
});

Deno.test("no drawn picture is there twice", async () => {
  const { train, val, test } = await loadStandIn(DIR);
  const size = 64 * 64 * 3;
  const hashes = new Set<string>();
  for (const { pixels, count } of [train, val, test]) {
    for (let i = 0; i < count; i++) {
      const picture = pixels.slice(i * size, (i + 1) * size);
      hashes.add(await sha256(picture as Uint8Array<ArrayBuffer>));
    }
  }
  assertEquals(hashes.size, 1200);
});

Deno.test("drawHand draws the same from the same seed, something else from another", () => {
  const draw = (seed: number) => drawHand(3, new Generator(seed));
  assertEquals(draw(1), draw(1));
  assertNotEquals(draw(1), draw(2));
});

Deno.test("drawHand draws what it drew before", async () => {
  // Where this changes on purpose, raise DRAWING in signs_stand_in.ts, so that
  // what was drawn before is drawn anew.
  const generator = new Generator(0);
  const pictures = [0, 1, 2, 3, 4, 5].flatMap((count) => [
    ...drawHand(count, generator),
  ]);
  assertEquals(
    await sha256(Uint8Array.from(pictures)),
    "5cb98e5c996fecb140712e4df1a3c836758d464d6730134e55c2ba3cb27f0ad1",
  );
});
