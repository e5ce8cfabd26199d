import { assert, assertEquals } from "@std/assert";
import { basename, join } from "node:path";
import { SIGNS_STAND_IN_DIR } from "mle/data/find_signs.ts";
import { STAND_IN_NOTICE } from "mle/data/mod.ts";
import { loadStandIn } from "mle/data/signs_stand_in.ts";
import { execute } from "../../scripts/notebooks/execute.ts";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { RecordedProgress } from "../scripts/recorded_progress.ts";
import { withFolder } from "./sample.ts";

const NAME = "exercise_2_cnn_classifier.ipynb";

/** The cells that show figures or pictures that come from the data. */
const CELLS = [
  ...["load-signs", "one-of-each", "one-batch", "train", "history-table"],
  ...["curves", "test", "confusion", "class-accuracy", "mistakes"],
  ...["learning-rate-study", "learning-rate-table", "scaling-experiment"],
  ...["curves-claims", "scaling-claims", "test-claims", "mistakes-claims"],
  ...["learning-rates-claims", "own-loss-chart", "by-heart-claims"],
  ...["augmentation", "augmentation-claims", "calibration"],
  ...["calibration-claims", "filters", "filters-claims", "occlusion"],
  ...["occlusion-claims", "jumps", "jumps-claims", "saliency"],
  "saliency-claims",
];

interface Cell {
  id: string;
  source: string[];
  outputs?: { text?: string[]; data?: Record<string, unknown> }[];
}

async function readCells(path: string): Promise<{ cells: Cell[] }> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** Exercise 2, trained briefly: here its figures need not be good. */
async function shortened(folder: string): Promise<string> {
  const notebook = await readCells(join(NOTEBOOKS, NAME));
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: cell.source.map((line) =>
      line.replace("epochs: 50", "epochs: 1").replace("full ? 50 : 10", "1")
        .replace("epochs.length, 50", "epochs.length, 1")
        .replace("trainLoss / 10", "trainLoss * 2")
    ),
  }));
  const path = join(folder, NAME);
  await Deno.writeTextFile(path, JSON.stringify({ ...notebook, cells }));
  return path;
}

Deno.test("whatever Exercise 2 shows of drawn hands says that they are drawn", () =>
  withFolder(async (folder) => {
    await loadStandIn(SIGNS_STAND_IN_DIR);
    await Deno.symlink(SIGNS_STAND_IN_DIR, join(folder, "sign_data"));
    const before = Deno.env.get("MLE_DATA");
    Deno.env.set("MLE_DATA", folder);
    try {
      await execute({
        source: await shortened(folder),
        outputFolder: join(folder, "out"),
        profile: "quick",
        progress: new RecordedProgress(),
      });
    } finally {
      if (before === undefined) Deno.env.delete("MLE_DATA");
      else Deno.env.set("MLE_DATA", before);
    }
    const { cells } = await readCells(join(folder, "out", basename(NAME)));
    const silent = CELLS.filter((id) => {
      const cell = cells.find((cell) => cell.id === id);
      assert(cell, `no cell ${id}`);
      return !JSON.stringify(cell.outputs).includes(STAND_IN_NOTICE);
    });
    assertEquals(silent, []);
  }));
