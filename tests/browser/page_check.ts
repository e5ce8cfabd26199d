import { assert, assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { pathToFileURL } from "node:url";
import { extractText } from "unpdf";

/** A screen and a reader's setting. */
export interface Look {
  width: number;
  colorScheme: "light" | "dark";
}

/** The screens and settings in which every page must be right. */
export const LOOKS: readonly Look[] = [390, 1280].flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme }))
);

/**
 * Opens a page from disk with the network cut, and calls back when its charts
 * and formulas are drawn. Nothing may be written to the console, nothing
 * fetched but files beside the page, nothing wider than the screen, and axe may
 * find nothing serious.
 */
export async function checkPage(
  browser: Browser,
  path: string,
  { width, colorScheme }: Look,
  use: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: 1000 },
    colorScheme,
    reducedMotion: "reduce",
    offline: true,
  });
  try {
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on("console", (message) => wrong.push(message.text()));
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) wrong.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    await page.locator(":root[data-typeset=done]:not([data-play=loading])")
      .waitFor();
    await page.locator(".chart:not(.vega-embed)")
      .waitFor({ state: "detached" });
    wrong.push(...await tooWide(page));
    await page.evaluate(axe.source);
    wrong.push(...await page.evaluate(seriousFindings));
    assertEquals(wrong, [], `${path}, ${width} px, ${colorScheme}`);
    await use(page);
    assertEquals(wrong, [], `${path}, ${width} px, ${colorScheme}, in use`);
  } finally {
    await context.close();
  }
}

/** On paper nothing is cut: what can be read on the page is in the PDF. */
export async function assertPrintsAll(page: Page): Promise<void> {
  const pdf = await page.pdf({ format: "A4" });
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: true });
  const printed = text.replaceAll(/\s+/g, "");
  await page.emulateMedia({ media: "print" });
  // Formulas are drawn: they have no text.
  await page.locator("mjx-container").evaluateAll((formulas) => {
    for (const formula of formulas) formula.replaceWith("\n");
  });
  const lines = (await page.locator("main").innerText()).split("\n");
  for (const line of lines) {
    const words = line.replaceAll(/\s+/g, "");
    assert(printed.includes(words), `not in the PDF: ${line}`);
  }
  await page.setViewportSize({ width: A4_WIDTH, height: 1000 });
  assertEquals(await cut(page), []);
}

/** The width of a sheet of paper without its margins, in pixels. */
const A4_WIDTH = 718;

/** What sticks out of the sheet, or scrolls. */
async function cut(page: Page): Promise<string[]> {
  return await page.locator("main *").evaluateAll((elements) =>
    elements.filter((element) =>
      element.getBoundingClientRect().right >
        element.ownerDocument.defaultView.innerWidth ||
      "offsetWidth" in element && element.clientWidth > 0 &&
        element.scrollWidth > element.clientWidth
    ).map(({ outerHTML }) => `cut: ${outerHTML.slice(0, 200)}`)
  );
}

/** What sticks out of the page, or of the place of a chart. */
async function tooWide(page: Page): Promise<string[]> {
  const charts = await page.locator(".chart").evaluateAll((charts) =>
    charts.map((chart) => ({
      width: Number(chart.querySelector("svg").getAttribute("width")),
      room: chart.clientWidth,
    }))
  );
  const whole = await page.locator(":root").evaluate((root) => ({
    width: root.scrollWidth,
    room: root.clientWidth,
  }));
  return [whole, ...charts].filter(({ width, room }) => width > room)
    .map(({ width, room }) => `${width} px wide in ${room}`);
}

/** What axe finds serious or critical. */
async function seriousFindings(): Promise<string[]> {
  // Style sheets of pages from disk cannot be read again.
  const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
  const { violations } = await axe.run({ preload: false });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) =>
      `${id}: ${nodes.map(({ html }) => html).join(" ")}`
    );
}
