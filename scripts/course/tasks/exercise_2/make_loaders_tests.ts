import { dotSet } from "mle/checks/mod.ts";
import type { DataLoader } from "mle/data/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's makeLoaders makes. */
export async function hiddenTests(
  makeLoaders: typeof sheet.makeLoaders,
): Promise<void> {
  await handOut((seed) => {
    const setOf = (count: number) =>
      dotSet(Array.from({ length: count }, (_, i) => [i, i % 2] as const));
    const made = () =>
      makeLoaders(
        setOf(130 + seed % 61),
        setOf(201 + seed % 53), // more than there are to learn from
        setOf(1010 + seed % 47),
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
      "batches of the val loader": () => batches(made().valLoader),
      "batches of the test loader": () => batches(made().testLoader),
    };
  });
}
