import { DataLoader } from "../data/mod.ts";
import type { Autoencoder, EncodedPictures } from "../train/mod.ts";
import { asIfNotRun } from "./as_if_not_run.ts";
import { CheckError } from "./check_error.ts";
import { expectSame, text } from "./expect.ts";
import { expectTidied } from "./expect_tidied.ts";
import { greySet, RisingAutoencoder } from "./rising_autoencoder.ts";

/** The function that Task 4 of Exercise 3 asks for. */
export type EncodePictures = (
  model: Autoencoder,
  loader: DataLoader,
) => EncodedPictures;

/** Picture i is a uniform grey of class i, so that pictures can be told apart. */
const GREYS = [0, 1, 2, 3, 4, 5, 6];

const FIRST_BATCH = "These are the first batch's alone: go on through the " +
  "whole loader";

/**
 * Checks Task 4 of Exercise 3: that codes and labels belong together.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkEncodePictures(encode: EncodePictures): Promise<void> {
  return asIfNotRun(async () => {
    using model = new RisingAutoencoder();
    const run = (shuffle: boolean) =>
      encode(
        model,
        new DataLoader(greySet(GREYS, GREYS), { batchSize: 3, shuffle }),
      );
    const inOrder = await expectTidied(3, () => run(false));
    const codes = GREYS.flatMap((grey) => [grey + 0.5, grey + 0.5]);
    expectSame("Codes of pictures in order", inOrder.codes, codes, [
      {
        leadsTo: GREYS.flatMap((grey) => [grey, grey]),
        hint: "The model was not in evaluation mode",
      },
      { leadsTo: codes.slice(-2), hint: "These are the last batch's alone" },
      { leadsTo: codes.slice(0, 6), hint: FIRST_BATCH },
      {
        leadsTo: GREYS.flatMap(() => [0.5, 0.5, 0.5]),
        hint: "These are the reconstructions, not the codes",
      },
    ]);
    expectSame("Labels of pictures in order", inOrder.labels, GREYS, [
      { leadsTo: GREYS.slice(-1), hint: "These are the last batch's alone" },
      { leadsTo: GREYS.slice(0, 3), hint: FIRST_BATCH },
    ]);
    checkShuffled(run(true));
  });
}

function checkShuffled({ codes, labels }: EncodedPictures): void {
  const pairs = Array.from(labels, (label, i) => [codes[2 * i] - 0.5, label]);
  const belong = pairs.every(([grey, label]) => Math.abs(grey - label) < 1e-4);
  if (belong) return;
  throw new CheckError(
    "Pictures and labels of a loader that shuffles",
    "each code with the label of its own picture",
    `the pictures ${text(pairs.map(([grey]) => grey))} with the labels ` +
      text(labels),
    "Each pass over the loader has an order of its own: take codes and labels " +
      "from the same batches of one pass",
  );
}
