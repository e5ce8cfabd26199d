import { join } from "node:path";

/** The runs whose losses the sheet prints. */
export type SheetRunName =
  | "cnn"
  | "conv_ae_3"
  | "conv_ae_100_a"
  | "conv_ae_100_b"
  | "conv_ae_150"
  | "pca_ae_10";

/** An epoch as the sheet prints it. */
export interface SheetEpoch {
  /** Counted from 1. */
  epoch: number;
  /** The mean of the batches' mean losses. */
  trainLoss: number;
  /** The loss on the validation pictures (CNN) or test pictures (autoencoders). */
  heldOutLoss: number;
  /** On the epoch's last batch, 0 … 1; only for the CNN. */
  trainAccuracy: number | null;
  /** On the validation pictures, 0 … 1; only for the CNN. */
  heldOutAccuracy: number | null;
}

const FILE = join(
  import.meta.dirname!,
  ...["..", "..", "data", "sheet", "sheet_runs.csv"],
);

/**
 * The epochs of one run as the sheet prints them.
 *
 * Source: the printed output of Machine Learning Essentials SS25, Exercise
 * Sheet 6, cells [41], [49] and [53]; computed there on a GPU.
 */
export function loadSheetRun(name: SheetRunName): SheetEpoch[] {
  // Without Polars, which would take a second and 10 MB of every training.
  const [, ...lines] = Deno.readTextFileSync(FILE).trimEnd().split("\n");
  return lines.map((line) => line.split(","))
    .filter(([run]) => run === name)
    .map(([_run, ...cells]) =>
      cells.map((cell) => cell === "" ? null : Number(cell))
    )
    .map((
      [epoch, trainLoss, heldOutLoss, trainAccuracy, heldOutAccuracy],
    ) => ({
      epoch,
      trainLoss,
      heldOutLoss,
      trainAccuracy,
      heldOutAccuracy,
    } as SheetEpoch));
}
