import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { benchChart } from "../../../scripts/course/bench/bench_chart.ts";
import { report } from "../../../scripts/course/bench/report.ts";
import { formatTable } from "../../../scripts/course/bench/table.ts";
import { count, drawn } from "../../plot/drawing.ts";
import { assertGolden } from "../../plot/golden.ts";
import { benchResult } from "./fakes.ts";

Deno.test("a table is Markdown, numbers to the right", () => {
  assertEquals(
    formatTable(["model", "ms"], [["CNN", "1.25"], ["Conv AE", "10"]]),
    [
      "| model   |   ms |",
      "| ------- | ---: |",
      "| CNN     | 1.25 |",
      "| Conv AE |   10 |",
    ].join("\n"),
  );
});

Deno.test("the report has the machine, the figures, the sheet's time and the failures", () => {
  const lines = report(benchResult()).split("\n");
  assertEquals(
    lines[0],
    "2026-01-02 03:04 UTC, A processor, 2 cores, 2 threads, load before " +
      "0.25; a large matrix product: 200 GFLOP/s",
  );
  assertEquals(
    lines.slice(2, 8).map((line) => line.split("|").map((s) => s.trim())),
    [
      ["", "model", "contender", "ms per step", "ratio", "GFLOP/s", "cores"]
        .concat("peak MB", "ratio", "epoch s", "ratio", "epoch's loss")
        .concat("start s", ""),
      ["", "----------------", "---------------------------"]
        .concat("-----------:", "----:", "------:", "----:", "------:", "----:")
        .concat("------:", "----:", "-----------:", "------:", ""),
      ["", "Conv AE, d = 3", "mle", "74.5 ± 24.0", "0.50", "81", "1.50", "400"]
        .concat("1.00", "2.21", "0.49", "0.2500", "1.0", ""),
      ["", "", "PyTorch eager", "149.5 ± 49.0", "1.00", "40", "1.50", "500"]
        .concat("1.25", "4.46", "1.00", "0.2500", "1.0", ""),
      ["", "", "PyTorch channels-last eager", "179.5 ± 59.0", "1.20", "33"]
        .concat("1.50", "400", "1.00", "5.36", "1.20", "0.2500", "1.0", ""),
      ["", "Conv AE, d = 100", "mle", "74.5 ± 24.0", "0.50", "81", "1.50"]
        .concat("400", "1.00", "2.21", "0.49", "0.2500", "1.0", ""),
    ],
  );
  const rest = lines.join("\n");
  // 60 and 120 epochs of 2.205 s.
  assertMatch(rest, /\| mle +\| +6\.6 \| +0\.49 \|/);
  assertStringIncludes(
    rest,
    "Not measured:\n\n- torch.compile, Conv AE, d = 3: No C++ compiler",
  );
});

Deno.test("a quick report notes that its epochs were shorter", () => {
  const text = report({ ...benchResult(), epochShare: 0.1 });
  assertStringIncludes(text, "An epoch had 10 % of the pictures");
  assertStringIncludes(text, "|    66.2 |");
});

Deno.test("the chart has a bar per model and contender, ours in colour", async () => {
  const chart = benchChart(benchResult());
  const svg = await drawn(chart);
  await assertGolden("bench_chart", chart.spec);
  assertEquals(count(svg, 'aria-roledescription="bar"'), 6);
  assertStringIncludes(svg, ">0.50  (74.5 ms)</text>");
  assertStringIncludes(svg, "A processor, 2 cores, 2 threads, 2026-01-02");
  assertEquals(
    chart.text,
    "Time per training step as a multiple of PyTorch eager's. " +
      "Conv AE, d = 3: 0.50  (74.5 ms), Conv AE, d = 100: 0.50  (74.5 ms)",
  );
});
