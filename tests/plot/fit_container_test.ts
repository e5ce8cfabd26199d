import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type Chart,
  historyChart,
  latentDimensionChart,
  scatter3dChart,
} from "mle/plot/mod.ts";
import { parse, View } from "vega";

const ROWS = [1, 2, 3].map((epoch) => ({
  epoch,
  loss: 0.123 / epoch,
  accuracy: epoch / 3,
}));

const twoPanels = historyChart({
  title: "Losses",
  runs: ["conv, d = 3", "conv, d = 100", "conv, d = 150"]
    .map((name) => ({ name, rows: ROWS })),
  panels: [
    { title: "loss", columns: { train: "loss" } },
    { title: "accuracy", columns: { val: "accuracy" }, percent: true },
  ],
});
const loss = { name: "linear", latentDim: 10, trainLoss: 0.1, testLoss: 0.2 };
const losses = (subtitle?: string) =>
  latentDimensionChart({
    title: "Losses",
    subtitle,
    curves: [],
    points: [loss, { ...loss, latentDim: 20 }],
  });
const POINT = [{ x: 1, y: 2, z: 3, label: "a" }];
const SPACE = {
  title: "Codes",
  axes: ["x", "y", "z"],
  labels: "abcdefghij".split(""),
} as const;
const space = await scatter3dChart(POINT, SPACE);

/** A chart drawn in a container of a width, and its extent in pixels. */
async function drawn(chart: Chart, containerWidth: number) {
  const spec = chart.toVega();
  const signals = spec.signals?.map((signal) =>
    signal.name === "containerWidth"
      ? { name: signal.name, value: containerWidth }
      : signal
  );
  const view = new View(parse({ ...spec, signals }), { renderer: "none" });
  try {
    const svg = await view.toSVG();
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
    const isSquare = view.signal("width") === view.signal("height");
    return { svg, width: Number(width), height: Number(height), isSquare };
  } finally {
    view.finalize();
  }
}

/** The lines of the text that is broken into some. */
const linesIn = (svg: string): string[] =>
  Array.from(
    svg.matchAll(/<tspan[^>]*>([^<]+)</g),
    ([, line]) => line.trim(),
  );

Deno.test("charts are never wider than their container", async () => {
  for (const chart of [twoPanels, losses(), space]) {
    for (const container of [320, 360, 500, 640, 880, 1280]) {
      const { width } = await drawn(chart, container);
      assert(width <= container, `${chart.text}: ${width} in ${container}`);
      assert(width > Math.min(0.8 * container, 440), `${chart.text}: ${width}`);
    }
  }
});

Deno.test("panels stand below each other where there is no room beside", async () => {
  const [narrow, wide] = [
    await drawn(twoPanels, 360),
    await drawn(twoPanels, 900),
  ];
  assert(narrow.height > wide.height + 200);
  assert(wide.width > 700);
});

Deno.test("a title is no wider than its chart, however wide the page", async () => {
  const words = "A title that is far longer than its chart is wide ".repeat(3);
  const { axes, labels } = SPACE;
  const long = await scatter3dChart(POINT, { title: words, axes, labels });
  const { svg, width } = await drawn(long, 1280);
  const lines = linesIn(svg);
  assertEquals(lines.join(" "), words.trim());
  for (const line of lines) assert(6.5 * line.length < width, line);
});

Deno.test("a title breaks between words, and says all in the end", async () => {
  const words = "a notice that is far too long for a phone, so that it breaks";
  const { svg } = await drawn(losses(words), 320);
  const lines = linesIn(svg);
  assertEquals(lines.join(" "), words);
  assert(lines.length > 1);
  assertStringIncludes((await drawn(losses(words), 900)).svg, `>${words}<`);
});

Deno.test("a square view stays one", async () => {
  for (const container of [360, 900]) {
    assert((await drawn(space, container)).isSquare);
    assert(!(await drawn(losses(), container)).isSquare);
  }
});
