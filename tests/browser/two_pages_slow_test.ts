import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname } from "node:path";
import { writeNotebook } from "../notebooks/sample.ts";
import { labTest, UNCHECKED, useJupyterLab } from "./in_lab.ts";
import { TRAINING_CELL } from "./training_cells.ts";

useJupyterLab(UNCHECKED);

const CELLS = [
  TRAINING_CELL,
  { id: "train", source: `const { stopped } = await train(1e6);\nstopped` },
  { id: "count", source: `++counter` },
];

labTest(
  "of two notebooks that train at once, Stop ends the one where it is pressed",
  CELLS,
  async (first, path, open) => {
    const second = await open(
      await writeNotebook(dirname(path), "second", CELLS),
    );
    const running = [];
    for (const notebook of [first, second]) {
      await notebook.page.bringToFront();
      await notebook.run("setup");
      running.push(notebook.run("train"));
      await notebook.shows("train", "epoch ");
    }
    await first.page.bringToFront();
    await first.stop();
    await running[0];
    assertStringIncludes(await first.text("train"), "stopped in epoch");
    await second.kernelIs("busy");
    await second.page.bringToFront();
    await second.stop();
    await running[1];
    for (const notebook of [first, second]) {
      await notebook.page.bringToFront();
      await notebook.run("count");
      assertEquals(await notebook.text("count"), "1");
    }
  },
);
