// deno-lint-ignore-file no-unused-vars
import type { DataLoader, Dataset } from "./given.ts";

/** The loaders of the three parts of the data. */
function makeLoaders(
  train: Dataset,
  val: Dataset,
  test: Dataset,
): { trainLoader: DataLoader; valLoader: DataLoader; testLoader: DataLoader } {
  // TODO: new DataLoader(dataset, { batchSize: …, shuffle: … })
  throw new Error("makeLoaders is not implemented");
}
