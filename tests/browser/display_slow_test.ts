import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { labTest, UNCHECKED, useJupyterLab } from "./in_lab.ts";

useJupyterLab(UNCHECKED);

const CELLS = [
  {
    id: "words",
    type: "markdown" as const,
    source:
      "# Displays\n\n$$\\int_0^1 x^2\\,dx = \\tfrac13$$\n\n| a | b |\n| - | - |\n| 1 | $x$ |",
  },
  {
    id: "imports",
    source: `import pl from "nodejs-polars";
import { DataLoader } from "mle/data/mod.ts";
import { definition } from "mle/math/mod.ts";
import { table } from "mle/notebook/mod.ts";
import { historyChart, pictureGrid } from "mle/plot/mod.ts";
import { CnnClassifier, PictureDataset } from "mle/sheet/mod.ts";
import { tf } from "mle/tf/mod.ts";
const cnn = new CnnClassifier();`,
  },
  { id: "tensor", source: `tf.range(0, 24).reshape([2, 3, 4])` },
  { id: "module", source: `cnn` },
  { id: "states", source: `cnn.stateDict()` },
  {
    id: "batch",
    source: `const pictures = new PictureDataset(
  new Float32Array(20 * 4), new Int32Array(20), [2, 2, 1]);
let shown;
for (const batch of new DataLoader(pictures, { batchSize: 8 })) shown ??= batch;
shown`,
  },
  {
    id: "frame",
    source:
      `const frame = pl.DataFrame({ epoch: [1, 2, 3], loss: [0.3, 0.2, 0.1] });
frame`,
  },
  { id: "table", source: `table(frame, { caption: "Losses" })` },
  {
    id: "chart",
    source: `historyChart({
  title: "Losses",
  runs: [{ name: "run", rows: frame.toRecords() }],
  panels: [
    { title: "loss", columns: { train: "loss" } },
    { title: "loss again", columns: { train: "loss" } },
  ],
})`,
  },
  {
    id: "pictures",
    source: `pictureGrid([{ pixels: [0, 255, 255, 0], shape: [2, 2, 1] }])`,
  },
];

labTest(
  "what notebooks show is drawn, in the light and the dark theme, without errors",
  CELLS,
  async (notebook) => {
    await notebook.runAll();
    for (const theme of ["JupyterLab Light", "JupyterLab Dark"]) {
      await notebook.command("apputils:change-theme", { theme });
      await notebook.page.waitForSelector(
        `body[data-jp-theme-light="${theme === "JupyterLab Light"}"]`,
        { state: "attached" },
      );
      for (const id of ["words", "states", "chart"]) {
        await notebook.scrollTo(id);
        await notebook.picture(
          `displays_${theme.slice(11).toLowerCase()}_${id}`,
        );
      }
      const { ink, text } = await colours(notebook.page);
      assertEquals(ink, text, theme);
    }
    await notebook.page.setViewportSize({ width: 800, height: 1000 });
    await notebook.scrollTo("chart");
    await narrowAndHigh(notebook.page);
    await notebook.picture("displays_narrow_chart");
    const drawn = async (selector: string) =>
      assertEquals(
        await notebook.page.locator(selector).count() > 0,
        true,
        selector,
      );
    await notebook.scrollTo("chart");
    await drawn(".jp-OutputArea .vega-embed svg");
    await drawn(
      '.vega-embed[aria-label^="Losses. loss: run train 0.3 to 0.1"]',
    );
    await notebook.scrollTo("pictures");
    await drawn('.jp-OutputArea img[alt="1 picture"]');
    await notebook.scrollTo("words");
    await drawn(".jp-MarkdownOutput mjx-container");
    for (const id of CELLS.slice(2).map(({ id }) => id)) {
      const [output, ...more] = await notebook.outputs(id);
      assertEquals(more, [], id);
      assertEquals(typeof output.data?.["text/plain"], "string", id);
    }
  },
);

/** The colours of a chart's title and of the text around the chart. */
async function colours(page: Page): Promise<{ ink: string; text: string }> {
  return await page.locator(".vega-embed").evaluate((chart) => {
    const { getComputedStyle } = chart.ownerDocument.defaultView;
    return {
      ink: getComputedStyle(chart.querySelector(".role-title-text text")).fill,
      text: getComputedStyle(chart.parentElement).color,
    };
  });
}

/** Waits until the chart's panels stand below each other. */
async function narrowAndHigh(page: Page): Promise<void> {
  const chart = page.locator(".vega-embed svg");
  while ((await chart.boundingBox())!.height < 500) {
    await page.waitForTimeout(100);
  }
  const place = await page.locator(".vega-embed").boundingBox();
  const { width } = (await chart.boundingBox())!;
  assert(width <= place!.width, `${width} px wide in ${place!.width}`);
}
