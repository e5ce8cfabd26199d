import { assertEquals, assertStringIncludes } from "@std/assert";
import { DISPLAY } from "mle/display/mod.ts";
import { transposedPositionsChart } from "mle/math/mod.ts";
import { Chart, pictureGrid, scatter3dChart } from "mle/plot/mod.ts";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { writeHtml } from "../../scripts/notebooks/html.ts";
import { notebookText, withFolder } from "../notebooks/sample.ts";
import { CHROMIUM, startChromium } from "./chromium.ts";
import { assertPrintsAll, checkPage, LOOKS } from "./page_check.ts";

const LONG_LINE = `const names = [${
  Array.from({ length: 40 }, (_, i) => `"name${i}"`).join(", ")
}];`;

const PICTURE = pictureGrid([{ pixels: [0, 255, 255, 0], shape: [2, 2, 1] }], {
  titles: ['a "checkered" picture'],
});

const CHART = new Chart({
  title: "</script> & <b>",
  hconcat: ["x", "y"].map((field) => ({
    data: { values: [{ x: 1, y: 2 }, { x: 2, y: 3 }] },
    mark: "line",
    width: 310,
    encoding: {
      x: { field, type: "quantitative" },
      y: { field, type: "quantitative" },
    },
  })),
}, "A line that rises");

const SPACE = await scatter3dChart(
  [{ x: 0, y: 0, z: 0, label: "a" }, { x: 1, y: 2, z: 3, label: "b" }],
  {
    title:
      "Two points in space, and a title that is longer than the chart is " +
      "wide, so that it breaks into lines where the chart ends",
    axes: ["x", "y", "z"],
    labels: ["a", "b"],
  },
);

/** An executed notebook with all kinds of output. */
async function executed(): Promise<string> {
  const notebook = JSON.parse(notebookText([
    { id: "title", type: "markdown", source: "# A sheet with a title" },
    {
      id: "one",
      type: "markdown",
      source: "## First part\n\nLet $x^2$ be. [Next](#Second-part)\n\n" +
        `$$${"x + ".repeat(60)}\\int_0^1 x\\,dx$$\n\n` +
        "| a | b |\n| - | - |\n| `a.b` | $x$ |",
    },
    { id: "long", source: LONG_LINE, tags: ["sheet-34"] },
    ...[1, 2, 3].map((n) => ({
      id: `filler-${n}`,
      type: "markdown" as const,
      source: `### Detail ${n}\n\n${"Some words. ".repeat(300)}`,
    })),
    { id: "two", type: "markdown", source: "## Second part\n\nEnd." },
    { id: "chart", source: "chart" },
    { id: "space", source: "space" },
    { id: "positions", source: "positions" },
    { id: "picture", source: "picture" },
  ]));
  const shows = (id: string, output: object) =>
    notebook.cells.find((cell: { id: string }) => cell.id === id).outputs
      .push(output);
  for (let line = 0; line < 3; line++) {
    shows("long", {
      output_type: "stream",
      name: "stdout",
      text: `${"\x1b[33ma long printed line\x1b[39m ".repeat(20)}\n`,
    });
  }
  const positions = transposedPositionsChart({ n: 3, K: 3, s: 2, p: 0, q: 0 });
  const all = { chart: CHART, space: SPACE, positions, picture: PICTURE };
  for (const [id, shown] of Object.entries(all)) {
    const data = await shown[DISPLAY]();
    shows(id, { output_type: "display_data", metadata: {}, data });
  }
  return JSON.stringify(notebook);
}

Deno.test({
  name: "a page can be read on any screen, in the light, in the dark, on paper",
  ignore: !CHROMIUM,
  fn: () =>
    withFolder(async (folder) => {
      const notebook = join(folder, "sheet.ipynb");
      await Deno.writeTextFile(notebook, await executed());
      const page = await writeHtml(notebook, join(folder, "html"));
      assertEquals(page, join(folder, "html", "sheet.html"));
      const browser = await startChromium();
      try {
        for (const look of LOOKS) await checkPage(browser, page, look);
        await readAndPrint(browser, page);
      } finally {
        await browser.close();
      }
    }),
});

async function readAndPrint(browser: Browser, path: string): Promise<void> {
  const look = { width: 1440, colorScheme: "light" } as const;
  await checkPage(browser, path, look, async (page) => {
    assertStringIncludes(await page.title(), "A sheet with a title");
    await page.getByText("sheet [34]").waitFor();
    // What was printed line by line stands together.
    const printed = page.getByText("a long printed line", { exact: false });
    assertEquals(
      await page.locator(".jp-OutputArea-child", { has: printed })
        .count(),
      1,
    );
    await page.getByRole("img", { name: PICTURE.text }).waitFor();
    await page.locator('.chart[aria-label="A line that rises"]').waitFor();

    // The contents list goes where a link goes.
    const current = page.locator(".contents .is-active-link");
    await page.locator("main a", { hasText: "Next" }).click();
    await current.getByText("Second part").waitFor();
    await page.locator(".contents a", { hasText: "Detail 2" }).click();
    await current.getByText("Detail 2").waitFor();

    // A chart in space is turned by hand.
    const azimuth = page.getByRole("slider").first();
    const before = await azimuth.inputValue();
    const space = page.locator(".chart", { has: azimuth }).locator("svg")
      .first();
    await space.scrollIntoViewIfNeeded();
    const { x, y } = (await space.boundingBox())!;
    await page.mouse.move(x + 100, y + 100);
    await page.mouse.down();
    await page.mouse.move(x + 180, y + 100, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(
      ([slider, before]) => slider.value !== before,
      [await azimuth.elementHandle(), before] as const,
    );

    // Code that is folded is printed all the same.
    await page.getByRole("button", { name: "Fold all code" }).click();
    await page.locator(".code[open]").first().waitFor({ state: "detached" });
    await assertPrintsAll(page);
    assertEquals(await page.locator(".code:not([open])").count(), 0);
  });
}
