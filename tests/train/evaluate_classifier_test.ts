import { assertEquals } from "@std/assert";
import { DataLoader } from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { manualSeed, rand } from "mle/random/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import { evaluateClassifier } from "mle/train/mod.ts";
import { Echo, loaderOf, probabilities } from "./rigged.ts";

Deno.test("evaluateClassifier gives loss, accuracy and what was predicted", () => {
  using model = new Echo();
  const pixels = probabilities([0.9, 0.8, 0.3]);
  const evaluation = assertNoTensorsLeft(() =>
    evaluateClassifier(model, loaderOf(pixels, 2))
  );
  const { loss, accuracy, predicted, labels, probabilities: shares } =
    evaluation;
  // Of pictures, not of the two batches.
  assertClose([loss], [-(Math.log(0.9) + Math.log(0.8) + Math.log(0.3)) / 3]);
  assertEquals(accuracy, 2 / 3);
  assertEquals(predicted, Int32Array.of(0, 0, 1));
  assertEquals(labels, Int32Array.of(0, 0, 0));
  assertClose(shares, [0.9, 0.1, 0.8, 0.2, 0.3, 0.7]);
});

Deno.test("evaluateClassifier changes nothing of the model, nor its mode", () => {
  manualSeed(3);
  using model = new CnnClassifier();
  const pixels = rand([3, 64, 64, 3]).data;
  const dataset = new PictureDataset(pixels, [0, 1, 2], [64, 64, 3]);
  const loader = new DataLoader(dataset, { batchSize: 2 });
  const before = model.stateDict();
  for (const training of [true, false]) {
    if (training) model.train();
    else model.eval();
    evaluateClassifier(model, loader);
    assertEquals(model.stateDict(), before);
    const modes = [...model.namedModules()].map(([, { training }]) => training);
    assertEquals(modes, modes.map(() => training));
  }
});

Deno.test("evaluateClassifier gives the same in batches of any size", () => {
  manualSeed(4);
  using model = new CnnClassifier();
  const pixels = rand([5, 64, 64, 3]).data;
  const dataset = new PictureDataset(pixels, [0, 1, 2, 3, 4], [64, 64, 3]);
  const [whole, parts] = [5, 2].map((batchSize) =>
    evaluateClassifier(model, new DataLoader(dataset, { batchSize }))
  );
  assertClose([parts.loss], [whole.loss]);
  assertClose(parts.probabilities, whole.probabilities);
  assertEquals(parts.predicted, whole.predicted);
});
