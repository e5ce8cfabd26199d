import { assertEquals } from "@std/assert";
import { DataLoader } from "mle/data/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { summary } from "mle/nn/mod.ts";
import {
  defaultGenerator,
  manualSeed,
  randn,
  skipExercise2Draws,
} from "mle/random/mod.ts";

Deno.test("skipExercise2Draws draws what Exercise 2's cells draw", () => {
  const dataset = new PictureDataset(new Float32Array(3), [0, 1, 0], [1, 1, 1]);
  const trainLoader = new DataLoader(dataset, { batchSize: 2, shuffle: true });
  const valLoader = new DataLoader(dataset, { batchSize: 3 });
  const pass = (loader: DataLoader) => {
    for (using batch of loader) batch.size;
  };

  manualSeed(42);
  using model = new CnnClassifier(); // [35]
  randn([2, 3, 64, 64]);
  summary(model, [3, 64, 64]); // [36]
  pass(trainLoader); // [39]
  using _trained = new CnnClassifier(); // [41]
  for (let epoch = 1; epoch <= 50; epoch++) {
    pass(trainLoader);
    pass(valLoader);
  }
  pass(valLoader); // [43], the test pictures
  const expected = defaultGenerator.getState();

  manualSeed(42);
  skipExercise2Draws();
  assertEquals(defaultGenerator.getState(), expected);
});
