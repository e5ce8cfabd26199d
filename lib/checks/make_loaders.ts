import type { DataLoader, Dataset } from "../data/mod.ts";
import { asIfNotRun } from "./as_if_not_run.ts";
import { CheckError } from "./check_error.ts";
import { expectSame, text } from "./expect.ts";
import { dotSet } from "./rising_classifier.ts";

/** The function that Task 2 of Exercise 2 asks for. */
export type MakeLoaders = (
  train: Dataset,
  val: Dataset,
  test: Dataset,
) => Record<"trainLoader" | "valLoader" | "testLoader", DataLoader>;

const setOf = (count: number) =>
  dotSet(Array.from({ length: count }, (_, i) => [i, i % 2] as const));

/** The function that the data section of Exercise 3 asks for. */
export type TrainAndTestLoaders = (
  train: Dataset,
  test: Dataset,
  batchSize: number,
) => Record<"trainLoader" | "testLoader", DataLoader>;

/**
 * Checks Task 2 of Exercise 2: the loaders' data, batches and orders.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkMakeLoaders(makeLoaders: MakeLoaders): Promise<void> {
  return asIfNotRun(() => {
    const loaders = makeLoaders(setOf(150), setOf(170), setOf(1030));
    const { trainLoader, valLoader, testLoader } = loadersIn(loaders);
    const hint = "Give it the training set, and a batch size of 64";
    checkTrainLoader(trainLoader, [64, 64, 22], hint);
    checkInOneBatch("val", valLoader, 170);
    checkInOneBatch("test", testLoader, 1030);
  });
}

/**
 * Checks the loaders of Exercise 3: their data, batches and orders.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkTrainAndTestLoaders(
  trainAndTestLoaders: TrainAndTestLoaders,
): Promise<void> {
  return asIfNotRun(() => {
    const loaders = trainAndTestLoaders(setOf(100), setOf(1030), 30);
    const { trainLoader, testLoader } = loadersIn(loaders);
    const hint =
      "Give it the training set, and the batch size that the function is given";
    checkTrainLoader(trainLoader, [30, 30, 30, 10], hint);
    checkInOneBatch("test", testLoader, 1030);
  });
}

/** What a function returned, if it has a train loader. */
function loadersIn<Loaders extends { trainLoader: DataLoader }>(
  loaders: Loaders,
): Loaders {
  if (loaders?.trainLoader) return loaders;
  throw new CheckError(
    "What the function returns",
    "an object with trainLoader and the others",
    text(loaders),
    "Return the loaders by their names: { trainLoader, … }",
  );
}

function checkTrainLoader(
  loader: DataLoader,
  sizes: readonly number[],
  hint: string,
): void {
  expectSame("The train loader's batches", sizesOf(loader), sizes, [], hint);
  const [first, second] = [orderOf(loader), orderOf(loader)];
  const inOrder = [...first.keys()];
  const sorted = first.toSorted((a, b) => a - b);
  expectSame("The train loader's pictures, sorted", sorted, inOrder);
  if (text(first) === text(inOrder)) {
    throw new CheckError(
      "The train loader's order",
      "another one in each pass",
      text(first),
      "Make it with shuffle: true",
    );
  }
  if (text(first) === text(second)) {
    throw new CheckError(
      "The train loader's second order",
      "another one than its first",
      text(second),
      "Let the loader shuffle: it draws a new order for each pass",
    );
  }
}

function checkInOneBatch(
  name: string,
  loader: DataLoader,
  count: number,
): void {
  expectSame(
    `The ${name} loader's batches`,
    sizesOf(loader),
    [count],
    [],
    `Give it the ${name} set, all in one batch: its size is the set's length`,
  );
  expectSame(
    `The order of the ${name} loader's pictures`,
    orderOf(loader),
    Array.from({ length: count }, (_, index) => index),
    [],
    "Only the training pictures are shuffled",
  );
}

function sizesOf(loader: DataLoader | undefined): number[] | undefined {
  return loader && Array.from(batchesOf(loader), ({ length }) => length);
}

const orderOf = (loader: DataLoader): number[] => [...batchesOf(loader)].flat();

/** The indices of the pictures of each batch. */
function* batchesOf(loader: DataLoader): Generator<number[]> {
  for (using batch of loader) yield [...batch.indices];
}
