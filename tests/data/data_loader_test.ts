import { assertEquals, assertThrows } from "@std/assert";
import { Batch, DataLoader } from "mle/data/mod.ts";
import { DISPLAY } from "mle/display/mod.ts";
import { defaultGenerator, manualSeed, rand } from "mle/random/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { assertSameBits, fixture } from "../random/fixture.ts";

/** Pictures of 1 × 2 × 1 pixels: number i has the pixels i and −i, label i. */
function numbered(count: number): PictureDataset {
  const labels = Array.from({ length: count }, (_, i) => i);
  const pixels = Float32Array.from(labels.flatMap((i) => [i, -i]));
  return new PictureDataset(pixels, labels, [1, 2, 1]);
}

/** The places of all samples of one pass. */
function passThrough(loader: DataLoader): Int32Array {
  const indices: number[] = [];
  for (using batch of loader) indices.push(...batch.indices);
  return Int32Array.from(indices);
}

Deno.test("passes visit the samples in the order of PyTorch's loaders", () => {
  for (const { seed, ownGenerator, n, epochs } of fixture.loaderOrders) {
    if (ownGenerator) continue;
    const dataset = numbered(n);
    const shuffled = new DataLoader(dataset, { batchSize: 64, shuffle: true });
    const inOrder = new DataLoader(dataset, { batchSize: 64 });
    manualSeed(seed);
    for (const [epoch, order] of epochs.entries()) {
      const what = `${n} samples, seed ${seed}, epoch ${epoch}`;
      assertSameBits(passThrough(shuffled), order, what);
      assertEquals(
        passThrough(inOrder),
        Int32Array.from({ length: n }, (_, i) => i),
      );
    }
  }
});

Deno.test("a batch shows its shapes, pixels and first labels", () => {
  const batch = new Batch(numbered(20), Int32Array.of(3, 19));
  assertEquals(
    batch[DISPLAY]()["text/plain"],
    `Batch of 2 samples
Pixels from -19 to 19
Labels 3, 19
tensor    dtype    shape
pictures  float32  [2, 1, 2, 1]
labels    int32    [2]`,
  );
  batch[Symbol.dispose]();
  assertEquals(
    String(batch[DISPLAY]()["text/plain"]).split("\n")[0],
    "Batch of 2 samples, disposed",
  );
});

Deno.test("a pass draws a base seed, a shuffled one a seed for its order, too", () => {
  for (const [shuffle, draws] of [[false, 1], [true, 2]] as const) {
    const loader = new DataLoader(numbered(10), { batchSize: 3, shuffle });
    manualSeed(1);
    passThrough(loader);
    const after = defaultGenerator.getState();
    manualSeed(1);
    for (let i = 0; i < draws; i++) defaultGenerator.random63();
    assertEquals(after, defaultGenerator.getState());
  }
});

Deno.test("a pass that is skipped draws as one that is gone through", () => {
  for (const shuffle of [false, true]) {
    const loader = new DataLoader(numbered(10), { batchSize: 3, shuffle });
    manualSeed(1);
    passThrough(loader);
    const after = defaultGenerator.getState();
    manualSeed(1);
    loader.skipPass();
    assertEquals(defaultGenerator.getState(), after);
  }
});

Deno.test("nothing is drawn before a pass starts", () => {
  manualSeed(1);
  const before = defaultGenerator.getState();
  new DataLoader(numbered(10), { batchSize: 3, shuffle: true });
  assertEquals(defaultGenerator.getState(), before);
});

Deno.test("batches hold pictures, labels and places; the last may be smaller", () => {
  const loader = new DataLoader(numbered(5), { batchSize: 2 });
  assertEquals(loader.length, 3);
  const seen: number[][] = [];
  for (using batch of loader) {
    assertEquals(batch.size, batch.indices.length);
    assertEquals(batch.pictures.shape, [batch.size, 1, 2, 1]);
    assertEquals(batch.pictures.dtype, "float32");
    assertEquals(batch.labels.shape, [batch.size]);
    assertEquals(batch.labels.dtype, "int32");
    assertClose(batch.labels, batch.indices);
    assertClose(batch.pictures, [...batch.indices].flatMap((i) => [i, -i]));
    seen.push([...batch.indices]);
  }
  assertEquals(seen, [[0, 1], [2, 3], [4]]);
});

Deno.test("a shuffled batch's pictures keep their labels", () => {
  const loader = new DataLoader(numbered(20), { batchSize: 6, shuffle: true });
  for (using batch of loader) {
    assertClose(batch.labels, batch.indices);
    assertClose(batch.pictures, [...batch.indices].flatMap((i) => [i, -i]));
  }
});

Deno.test("batches are freed after their turn, also after break and error", () => {
  const loader = new DataLoader(numbered(5), { batchSize: 2 });
  const before = tf.memory().numTensors;
  assertNoTensorsLeft(() => {
    for (using _ of loader) {
      assertEquals(tf.memory().numTensors, before + 2);
    }
  });
  assertNoTensorsLeft(() => {
    for (using _ of loader) break;
  });
  assertNoTensorsLeft(() =>
    assertThrows(
      () => {
        for (using _ of loader) throw new Error("ended");
      },
      Error,
      "ended",
    )
  );
});

Deno.test("a batch is its owner's, not the enclosing tidy's", () => {
  assertNoTensorsLeft(() => {
    using owned = new DisposableStack();
    let batch!: Batch;
    tf.tidy(() => {
      batch = owned.use(new Batch(numbered(3), Int32Array.of(2, 0)));
    });
    assertClose(batch.labels, [2, 0]);
  });
});

Deno.test("a batch size must be an integer of at least 1", () => {
  for (const batchSize of [0, -1, 1.5, NaN]) {
    assertThrows(
      () => new DataLoader(numbered(3), { batchSize }),
      RangeError,
      "Cannot make DataLoader: expected a batch size that is a whole number " +
        `≥ 1, got ${batchSize}`,
    );
  }
});

Deno.test("two loaders side by side give PyTorch's batches", () => {
  // torch 2.13.0: two shuffled loaders of torch.arange(10), iter(b), iter(a),
  // zip(a, b), after torch.manual_seed(7).
  const expectedOfA = [[1, 0, 5], [7, 8, 2], [3, 4, 9], [6]];
  const expectedOfB = [[1, 3, 5], [2, 8, 9], [6, 7, 4], [0]];
  const loader = () =>
    new DataLoader(numbered(10), { batchSize: 3, shuffle: true });
  manualSeed(7);
  const second = loader()[Symbol.iterator]();
  const first = loader()[Symbol.iterator]();
  for (const [i, indices] of expectedOfA.entries()) {
    for (
      const [pass, expected] of [[first, indices], [
        second,
        expectedOfB[i],
      ]] as const
    ) {
      using batch: Batch = pass.next().value;
      assertEquals([...batch.indices], expected);
    }
  }
});

Deno.test("a pass that is started and not gone through draws its base seed", () => {
  const loader = new DataLoader(numbered(10), { batchSize: 3, shuffle: true });
  manualSeed(7);
  loader[Symbol.iterator]();
  assertEquals([...rand([2]).data], [0.6592116951942444, 0.6568902730941772]);
});
