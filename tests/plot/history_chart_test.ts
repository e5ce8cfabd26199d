import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  COLORS,
  historyChart,
  type HistoryChartOptions,
} from "mle/plot/mod.ts";
import { count, drawn } from "./drawing.ts";
import { assertGolden } from "./golden.ts";

const OURS = [
  { epoch: 1, trainLoss: 1.5, valLoss: 1.9, trainAcc: 0.5, valAcc: 0.25 },
  { epoch: 2, trainLoss: 1.0, valLoss: 1.1, trainAcc: 0.8, valAcc: 0.5 },
  { epoch: 3, trainLoss: 0.5, valLoss: 0.9, trainAcc: 0.9, valAcc: 0.875 },
];
const SHEET = OURS.map((row) => ({ ...row, trainLoss: row.trainLoss + 0.1 }));

const cnn: HistoryChartOptions = {
  title: "CNN on SIGNS",
  subtitle: "synthetic stand-in, not SIGNS",
  runs: [
    { name: "cnn", rows: OURS },
    { name: "cnn", rows: SHEET, source: "the sheet" },
  ],
  panels: [
    { title: "loss", columns: { train: "trainLoss", val: "valLoss" } },
    {
      title: "accuracy",
      columns: { train: "trainAcc", val: "valAcc" },
      percent: true,
    },
  ],
};

const autoencoders: HistoryChartOptions = {
  title: "Autoencoders",
  runs: [
    { name: "d = 3", rows: OURS },
    { name: "d = 100", rows: SHEET },
    { name: "d = 3", rows: SHEET, source: "the sheet" },
  ],
  panels: [{
    title: "mean squared error",
    columns: { train: "trainLoss", test: "valLoss" },
    levels: [{ name: "best possible", value: 0.4 }],
  }],
};

Deno.test("a history is drawn as a line per split, ours over the sheet's", async () => {
  const chart = historyChart(cnn);
  const svg = await drawn(chart);

  await assertGolden("history_chart_one_run", chart.spec);
  for (const text of [cnn.title, cnn.subtitle!, "loss", "accuracy", "epoch"]) {
    assertStringIncludes(svg, `>${text}</text>`);
  }
  for (const text of ["train", "val", "ours", "the sheet"]) {
    assertEquals(count(svg, `>${text}</text>`), 1, `legend entry ${text}`);
  }
  // Two panels, a line for each of two splits, ours and the sheet's.
  for (const color of [COLORS.train, COLORS.val]) {
    const lines = linesOf(svg).filter((line) => line.includes(color));
    assertEquals(lines.length, 4);
    assertEquals(lines.filter((line) => line.includes('width="5"')).length, 2);
  }
});

Deno.test("every epoch has its point, even if there are too few for a line", async () => {
  const svg = await drawn(historyChart({
    title: "One epoch",
    runs: [{ name: "cnn", rows: OURS.slice(0, 1) }],
    panels: [{ title: "loss", columns: { train: "trainLoss" } }],
  }));

  assertEquals(pointsOf(svg).length, 1);
  assert(!pointsOf(svg)[0].includes('opacity="0"'));
});

Deno.test("of several runs each has a colour, and test is dashed", async () => {
  const chart = historyChart(autoencoders);
  const svg = await drawn(chart);

  await assertGolden("history_chart_several_runs", chart.spec);
  for (const text of ["d = 3", "d = 100", "train", "test", "best possible"]) {
    assertStringIncludes(svg, `>${text}</text>`);
  }
  const lines = linesOf(svg);
  assertEquals(lines.length, 6);
  assertEquals(lines.filter((l) => l.includes('dasharray="5,3"')).length, 3);
});

Deno.test("the line of text describes the curves", () => {
  assertEquals(
    historyChart(cnn).text,
    "CNN on SIGNS. synthetic stand-in, not SIGNS. " +
      "loss: cnn train 1.5 to 0.5, cnn val 1.9 to 0.9. " +
      "accuracy: cnn train 50.0 % to 90.0 %, cnn val 25.0 % to 87.5 %",
  );
});

Deno.test("a history that cannot be drawn is refused", () => {
  const cases: [Partial<HistoryChartOptions>, string][] = [
    [{ runs: [] }, "expected runs of at least one epoch, got no run"],
    [
      { runs: [{ name: "empty", rows: [] }] },
      'expected runs of at least one epoch, got no rows in run "empty"',
    ],
    [{ panels: [] }, "expected panels of at least one column, got no panel"],
    [
      { panels: [{ title: "loss", columns: {} }] },
      'expected panels of at least one column, got no column in panel "loss"',
    ],
    [
      { runs: [{ name: "a", rows: OURS }, { name: "a", rows: SHEET }] },
      'expected runs that differ in name or source, got "a" twice',
    ],
  ];
  for (const [part, message] of cases) {
    assertThrows(
      () => historyChart({ ...cnn, ...part }),
      RangeError,
      `Cannot draw history "CNN on SIGNS": ${message}`,
    );
  }
});

Deno.test("a row without a number is named", () => {
  const draw = (row: object) => () =>
    historyChart({ ...cnn, runs: [{ name: "cnn", rows: [OURS[0], row] }] });
  const message =
    'Cannot draw history of run "cnn": expected a finite number ' +
    'in column "trainLoss" of row 1, got ';

  assertThrows(draw({ epoch: 2 }), TypeError, message + "no such column");
  assertThrows(
    draw({ ...OURS[1], trainLoss: NaN }),
    TypeError,
    message + "NaN",
  );
});

function linesOf(svg: string): string[] {
  return (svg.match(/<path [^>]*>/g) ?? []).filter((path) =>
    path.includes('aria-roledescription="line mark"')
  );
}

/** The symbols at epochs, not those in the legend. */
function pointsOf(svg: string): string[] {
  const group = /<g class="mark-symbol role-mark[^>]*>(.*?)<\/g>/s.exec(svg);
  return group?.[1].match(/<path [^>]*>/g) ?? [];
}

Deno.test("on logarithmic axes equal ratios are equal distances", async () => {
  const rows = [1, 2, 4].map((epoch) => ({ epoch, trainLoss: 1 / epoch }));
  const columns = { train: "trainLoss" };
  const svg = await drawn(historyChart({
    title: "halved",
    runs: [{ name: "one", rows }],
    panels: [{ title: "loss", columns, logarithmic: true }],
  }));
  const line = /d="M0,0L([\d.]+),([\d.]+)L([\d.]+),([\d.]+)"/.exec(svg);
  assert(line, "no line of three points from the upper left corner");
  const [x, y, endX, endY] = line.slice(1).map(Number);
  assertEquals([2 * x, 2 * y], [endX, endY]);
});
