// deno-lint-ignore-file no-unused-vars
import type { DataLoader } from "./given.ts";
import type { Dataset } from "mle/data/mod.ts";

/** The loaders of a training, with so many training pictures in a batch. */
function trainAndTestLoaders(
  train: Dataset,
  test: Dataset,
  batchSize: number,
): { trainLoader: DataLoader; testLoader: DataLoader } {
  // TODO: new DataLoader(dataset, { batchSize: …, shuffle: … })
  throw new Error("trainAndTestLoaders is not implemented");
}
