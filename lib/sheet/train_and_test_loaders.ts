import { DataLoader, type Dataset } from "../data/mod.ts";

/**
 * The loaders of a training: batches that are shuffled anew in each epoch to
 * learn from, and all test pictures in one batch, in order.
 */
export function trainAndTestLoaders(
  train: Dataset,
  test: Dataset,
  batchSize: number,
): { trainLoader: DataLoader; testLoader: DataLoader } {
  return {
    trainLoader: new DataLoader(train, { batchSize, shuffle: true }),
    testLoader: new DataLoader(test, { batchSize: test.length }),
  };
}
