import { DataLoader, type Dataset } from "mle/data/mod.ts";

export function makeLoaders(
  train: Dataset,
  val: Dataset,
  test: Dataset,
): { trainLoader: DataLoader; valLoader: DataLoader; testLoader: DataLoader } {
  const trainLoader = new DataLoader(train, { batchSize: 64, shuffle: true });
  const valLoader = new DataLoader(val, { batchSize: val.length });
  const testLoader = new DataLoader(test, { batchSize: test.length });
  return { trainLoader, valLoader, testLoader };
}
