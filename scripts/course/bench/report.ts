import { type Figure, UNITS } from "./figures.ts";
import { standings } from "./goals.ts";
import type { BenchResult, Slower } from "./results.ts";
import { formatTable } from "./table.ts";

/** The results as tables in Markdown. */
export function report(result: BenchResult): string {
  const { figures, steps, failures } = result;
  const lines = [
    `${headOf(result)}; load before ${result.loadBefore.toFixed(2)}`,
    "",
    formatTable(
      ["model", "contender", "least ms", "median ms", "±", "loss", "others"],
      steps.map((row, i) => [
        row.of === steps[i - 1]?.of ? "" : row.of,
        row.contender,
        digits(row.leastMs),
        digits(row.medianMs),
        digits(row.spreadMs / 2),
        row.loss.toFixed(4),
        loadText(row),
      ]),
      ["left", "left", ...Array(5).fill("right")],
    ),
    "",
    "± is half the interquartile range; the loss is that after ten steps from " +
    "the same start; others: the processors that other processes used in the " +
    "most disturbed round, with ! if that was too much.",
    "",
    formatTable(
      ["figure", "of", "ours", "theirs", "ratio", "others"],
      figures.map((figure) => [
        figure.what,
        figure.of,
        `${digits(figure.ours)} ${UNITS[figure.what]}`,
        `${digits(figure.theirs)} ${UNITS[figure.what]}`,
        figure.ratio.toFixed(2),
        loadText(figure),
      ]),
      ["left", "left", ...Array(4).fill("right")],
    ),
    "",
    "Ratios are the medians of the rounds' ratios, to the faster of PyTorch's " +
    "memory formats where nothing else is named.",
    "",
    goalsTable(figures),
  ];
  if (failures.length > 0) {
    lines.push(
      "",
      "Not measured:",
      "",
      ...failures.map(({ of, contender, reason }) =>
        `- ${contender}, ${of}: ${reason}`
      ),
    );
  }
  return lines.join("\n");
}

/** When, where and of what a run was. */
export function headOf(
  { date, machine, threads, commit }: BenchResult,
): string {
  return `${date.slice(0, 16).replace("T", " ")} UTC, ${machine}, ` +
    `${threads} threads, commit ${commit || "unknown"}`;
}

/** The goals, and how far the figures are from them. */
export function goalsTable(figures: readonly Figure[]): string {
  return formatTable(
    ["goal", "of", "now", "wanted", ""],
    standings(figures).map(({ goal, worst, met }) => [
      goal.what,
      worst.of,
      worst.ratio.toFixed(2) + (worst.disturbed ? " !" : ""),
      `≤ ${goal.limit.toFixed(2)}`,
      met ? "met" : "missed",
    ]),
    ["left", "left", "right", "right", "left"],
  );
}

/** What became slower, in words. */
export function slowerText(
  slower: readonly Slower[],
  before: BenchResult,
): string {
  const since = `since ${before.date.slice(0, 16).replace("T", " ")}, ` +
    `commit ${before.commit}`;
  if (slower.length === 0) {
    return `Nothing became more than 5 % slower ${since}.`;
  }
  return [
    `Became more than 5 % slower ${since}:`,
    "",
    ...slower.map(({ before, now }) =>
      `- ${now.what}, ${now.of}: ${before.ratio.toFixed(2)} → ` +
      `${now.ratio.toFixed(2)}${
        now.disturbed || before.disturbed ? " (disturbed)" : ""
      }`
    ),
  ].join("\n");
}

/** Three significant digits. */
export const digits = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toPrecision(3);

/** The processors that others used, marked if they were too many. */
export const loadText = (
  { others, disturbed }: Pick<Figure, "others" | "disturbed">,
): string =>
  others === null ? "" : `${others.toFixed(2)}${disturbed ? " !" : ""}`;
