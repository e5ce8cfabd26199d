import { greySet } from "mle/checks/mod.ts";
import type { DataLoader } from "mle/data/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's trainAndTestLoaders makes. */
export async function hiddenTests(
  trainAndTestLoaders: typeof sheet.trainAndTestLoaders,
): Promise<void> {
  await handOut((seed) => {
    const setOf = (count: number) =>
      greySet(Array.from({ length: count }, (_, i) => i));
    const made = () =>
      trainAndTestLoaders(
        setOf(130 + seed % 61),
        setOf(1010 + seed % 53), // more than there are to learn from
        20 + seed % 31,
      );
    const batches = (loader: DataLoader) => {
      const indices: number[][] = [];
      for (using batch of loader) indices.push([...batch.indices]);
      return indices;
    };
    return {
      "batches of the train loader": () =>
        batches(made().trainLoader).map(({ length }) => length),
      "two orders of the train loader": () => {
        const { trainLoader } = made();
        return [batches(trainLoader), batches(trainLoader)];
      },
      "batches of the test loader": () => batches(made().testLoader),
    };
  });
}
