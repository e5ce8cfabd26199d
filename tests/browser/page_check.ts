import { assertEquals } from "@std/assert";
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
    for (const find of [tooWide, beyondEdge, idleStops]) {
      wrong.push(...await find(page));
    }
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
  // At another width a chart has other ticks: these are printed.
  const inCharts = await page.locator(".chart text:not([opacity='0'])")
    .allTextContents();
  const margin = { top: "1cm", right: "1cm", bottom: "1cm", left: "1cm" };
  const pdf = await page.pdf({ format: "A4", margin });
  const { text } = await extractText(new Uint8Array(pdf));
  const sheets = text.map(withoutSpaces);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: A4_WIDTH, height: 1000 });
  const wrong = await cut(page);
  // Formulas are drawn, and stand between the words around them.
  await page.locator("mjx-container, .chart").evaluateAll((drawn) => {
    for (const drawing of drawn) {
      drawing.replaceWith(drawing.ownerDocument.createElement("br"));
    }
  });
  const lines = (await page.locator("main").innerText()).split("\n");
  const missing = [
    ...inCharts.filter((text) => !isPrinted(text, sheets)),
    ...lines.filter((line) => !isPrinted(line, sheets, true)),
  ];
  wrong.push(...missing.map((text) => `not in the PDF: ${text}`));
  assertEquals(wrong, []);
}

/** Whether a text is on a sheet or, if it may break, goes over several. */
function isPrinted(
  text: string,
  sheets: readonly string[],
  breaks = false,
): boolean {
  const letters = withoutSpaces(text);
  return (breaks ? [sheets.join("")] : sheets)
    .some((sheet) => sheet.includes(letters));
}

const withoutSpaces = (text: string) => text.replaceAll(/\s+/g, "");

/** The width of a sheet of paper without its margins, in pixels. */
const A4_WIDTH = 718;

/** What sticks out of the sheet, or scrolls. */
async function cut(page: Page): Promise<string[]> {
  return await page.locator("main *").evaluateAll((elements) =>
    elements.filter((element) =>
      !element.closest("mjx-assistive-mml") && // for screen readers only
      (element.getBoundingClientRect().right >
          element.ownerDocument.defaultView.innerWidth ||
        "offsetWidth" in element && element.clientWidth > 0 &&
          element.scrollWidth > element.clientWidth)
    ).map(({ outerHTML }) => `cut: ${outerHTML.slice(0, 200)}`)
  );
}

/** What a reader who presses Tab stops at for nothing. */
async function idleStops(page: Page): Promise<string[]> {
  return await page.locator("main [tabindex='0']").evaluateAll((stops) =>
    stops.filter((stop) => stop.scrollWidth <= stop.clientWidth)
      .map(({ outerHTML }) => `a stop: ${outerHTML.slice(0, 200)}`)
  );
}

/** What a chart draws beyond its edge, where it cannot be seen. */
async function beyondEdge(page: Page): Promise<string[]> {
  return await page.locator(".chart text:not([opacity='0'])").evaluateAll(
    (texts) =>
      texts.filter((text) => {
        const { left, right } = text.getBoundingClientRect();
        const edge = text.ownerSVGElement.getBoundingClientRect();
        return left < edge.left - 1 || right > edge.right + 1;
      }).map(({ textContent }) => `beyond the chart's edge: ${textContent}`),
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
