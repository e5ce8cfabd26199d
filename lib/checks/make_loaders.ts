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

/**
 * Checks Task 2 of Exercise 2: the loaders' data, batches and orders.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkMakeLoaders(makeLoaders: MakeLoaders): Promise<void> {
  return asIfNotRun(() => {
    const loaders = makeLoaders(setOf(150), setOf(70), setOf(130));
    const { trainLoader, valLoader, testLoader } = loaders ?? {};
    expectSame(
      "The train loader's batches",
      sizesOf(trainLoader),
      [
        64,
        64,
        22,
      ],
      [],
      "Give it the training set, and a batch size of 64",
    );
    const [first, second] = [orderOf(trainLoader), orderOf(trainLoader)];
    const inOrder = [...first.keys()];
    const sorted = [...first].sort((a, b) => a - b);
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
    checkInOneBatch("val", valLoader, 70);
    checkInOneBatch("test", testLoader, 130);
  });
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
