import { DataLoader, type Dataset } from "../data/mod.ts";

/**
 * The loaders of a training: batches of 64, shuffled anew in each epoch, to
 * learn from; all pictures in one batch, in order, to validate and to test.
 */
export function makeLoaders(
  train: Dataset,
  val: Dataset,
  test: Dataset,
): { trainLoader: DataLoader; valLoader: DataLoader; testLoader: DataLoader } {
  const inOneBatch = (dataset: Dataset) =>
    new DataLoader(dataset, { batchSize: dataset.length });
  return {
    trainLoader: new DataLoader(train, { batchSize: 64, shuffle: true }),
    valLoader: inOneBatch(val),
    testLoader: inOneBatch(test),
  };
}
