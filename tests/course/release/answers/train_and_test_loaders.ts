import { DataLoader, type Dataset } from "mle/data/mod.ts";

export function trainAndTestLoaders(
  train: Dataset,
  test: Dataset,
  batchSize: number,
): { trainLoader: DataLoader; testLoader: DataLoader } {
  const trainLoader = new DataLoader(train, { batchSize, shuffle: true });
  const testLoader = new DataLoader(test, { batchSize: test.length });
  return { trainLoader, testLoader };
}
