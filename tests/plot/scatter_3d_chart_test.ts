import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { Buffer } from "node:buffer";
import {
  type Chart,
  scatter3dChart,
  type Scatter3dOptions,
  type Scatter3dPoint,
} from "mle/plot/mod.ts";
import sharp from "sharp";
import { parse, View } from "vega";
import { compile } from "vega-lite";
import { count, drawn } from "./drawing.ts";
import { assertGolden } from "./golden.ts";

const POINTS: Scatter3dPoint[] = [
  { x: -1, y: 0, z: 2, label: "bag" },
  { x: 3, y: 2, z: -2, label: "coat" },
  { x: 1, y: 1, z: 0, label: "bag" },
];

const OPTIONS: Scatter3dOptions = {
  title: "Codes",
  axes: ["code 1", "code 2", "code 3"],
  labels: ["bag", "coat", "shirt"],
};

interface Drawn {
  right: number;
  up: number;
  near: number;
  label: string;
}

/** The points that a chart draws once its signals are set. */
async function pointsDrawn(
  chart: Chart,
  signals: Record<string, unknown>,
): Promise<Drawn[]> {
  const vega = compile(chart.spec).spec;
  const marks = vega.marks as { type: string; from?: { data: string } }[];
  const source = marks.find(({ type }) => type === "symbol")!.from!.data;
  const view = new View(parse(vega), { renderer: "none" });
  await view.runAsync(); // what reacts to signals has to be there first
  for (const [name, value] of Object.entries(signals)) {
    view.signal(name, value);
  }
  await view.runAsync();
  const drawn = view.data(source);
  view.finalize();
  return drawn;
}

Deno.test("a 3-D scatter is drawn in its box, with axes, ticks and legend", async () => {
  const chart = await scatter3dChart(POINTS, OPTIONS);
  const svg = await drawn(chart);

  await assertGolden("scatter_3d_chart", chart.spec);
  assertEquals(count(svg, 'aria-roledescription="legend"'), 1);
  for (const text of [...OPTIONS.axes, ...OPTIONS.labels, "\u22122"]) {
    assertStringIncludes(svg, `>${text}</text>`);
  }
  assertEquals(
    chart.text,
    "Codes. 3 points along code 1, code 2, code 3. bag: 2, coat: 1, shirt: 0",
  );
});

Deno.test("from the front, x goes right, z up, and small y is near", async () => {
  const chart = await scatter3dChart(POINTS, OPTIONS);
  const front = await pointsDrawn(chart, { azimuth: 0, elevation: 0 });
  assertEquals(front.map(({ label }) => label), ["bag", "coat", "bag"]);
  [[-2, 2, 1], [2, -2, -1], [0, 0, 0]].forEach(([right, up, near], i) => {
    assertAlmostEquals(front[i].right, right, 1e-9);
    assertAlmostEquals(front[i].up, up, 1e-9);
    assertAlmostEquals(front[i].near, near, 1e-9);
  });
});

Deno.test("the sliders turn the view", async () => {
  const chart = await scatter3dChart(POINTS, OPTIONS);
  // From above: y goes up, and what was high is near.
  const above = await pointsDrawn(chart, { azimuth: 0, elevation: 90 });
  assertAlmostEquals(above[0].up, -1, 1e-9);
  assertAlmostEquals(above[0].near, 2, 1e-9);
  // Turned by a right angle: x goes away from the eye, y to the left.
  const side = await pointsDrawn(chart, { azimuth: 90, elevation: 0 });
  assertAlmostEquals(side[0].right, 1, 1e-9);
  assertAlmostEquals(side[0].near, 2, 1e-9);
});

Deno.test("turning keeps distances", async () => {
  const chart = await scatter3dChart(POINTS, OPTIONS);
  const turned = await pointsDrawn(chart, { azimuth: -123, elevation: 57 });
  const [a, b] = turned;
  assertAlmostEquals(
    Math.hypot(a.right - b.right, a.up - b.up, a.near - b.near),
    6,
    1e-9,
  );
});

Deno.test("a click on the legend leaves one class", async () => {
  const chart = await scatter3dChart(POINTS, OPTIONS);
  const picked = await pointsDrawn(chart, { picked_label_legend: "coat" });
  assertEquals(picked.map(({ label }) => label), ["coat"]);
});

Deno.test("pictures go with their points", async () => {
  const picture = { pixels: [-1, 1, 1, 0], shape: [2, 2, 1] };
  const chart = await scatter3dChart(
    POINTS.map((point, i) => i === 1 ? { ...point, picture } : point),
    { ...OPTIONS, range: [-1, 1] },
  );
  await drawn(chart);
  const [first, second] = await pointsDrawn(chart, {}) as unknown as {
    image?: string;
  }[];
  assertEquals(first.image, undefined);
  const [head, data] = second.image!.split(",");
  assertEquals(head, "data:image/webp;base64");
  const { data: raw, info } = await sharp(Buffer.from(data, "base64"))
    .toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  assertEquals([info.width, info.height, info.channels], [6, 6, 1]);
  assertEquals([raw[0], raw[5], raw[30], raw[35]], [0, 255, 255, 136]);
  assert(JSON.stringify(chart.spec).includes('{"field":"image"}'));
});

Deno.test("points in one place, or on one line, have a box too", async () => {
  for (const other of [{ x: 1, y: 1, z: 0 }, { x: 5, y: 1, z: 0 }]) {
    const chart = await scatter3dChart(
      [POINTS[2], { ...other, label: "bag" }],
      OPTIONS,
    );
    assertEquals(count(await drawn(chart), "NaN"), 0);
  }
});

Deno.test("what cannot be drawn in space is refused", async () => {
  const refused: [unknown[], object, ErrorConstructor, string][] = [
    [[], {}, RangeError, "expected at least one point, got none"],
    [
      [{ ...POINTS[0], y: NaN }],
      {},
      TypeError,
      'expected a finite number in column "y" of row 0, got NaN',
    ],
    [
      [{ ...POINTS[0], label: "hat" }],
      {},
      RangeError,
      "expected labels among bag, coat, shirt, got hat in row 0",
    ],
    [
      POINTS,
      { labels: Array.from({ length: 11 }, String) },
      RangeError,
      "expected at most 10 labels, as many as there are colours, got 11",
    ],
  ];
  for (const [points, options, error, reason] of refused) {
    await assertRejects(
      () =>
        scatter3dChart(points as Scatter3dPoint[], { ...OPTIONS, ...options }),
      error,
      `Cannot draw "Codes": ${reason}`,
    );
  }
});
