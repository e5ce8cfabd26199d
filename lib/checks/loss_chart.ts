import type { VegaLiteSpec } from "../plot/mod.ts";
import type { ClassifierEpoch } from "../train/mod.ts";
import { CheckError } from "./check_error.ts";
import { type DrawnLine, drawnLines } from "./drawn_lines.ts";
import { expectSame, text } from "./expect.ts";

/** The function that Task 3 of Exercise 2 asks for. */
export type LossChart = (history: readonly ClassifierEpoch[]) => VegaLiteSpec;

/** A history in which no two columns are alike. */
export const historyOf = (
  trainLosses: readonly number[],
  valLosses: readonly number[],
): ClassifierEpoch[] =>
  trainLosses.map((trainLoss, i) => ({
    epoch: i + 1,
    trainLoss,
    meanBatchLoss: trainLoss + 0.03,
    trainAccuracy: 0.5 + i / 10,
    lastBatchAccuracy: 0.5 + i / 8,
    valLoss: valLosses[i],
    valAccuracy: 0.4 + i / 10,
    durationMs: 100,
  }));

/** The points that are to be seen, [epoch, loss]. */
const pointsOf = (losses: readonly number[], first = 1) =>
  losses.map((loss, i): [number, number] => [first + i, loss]);

const TRAIN = [1.5, 0.9, 0.4, 0.2];
const VAL = [1.7, 1.1, 0.8, 0.85];

/**
 * Checks Task 3 of Exercise 2 by what the chart draws.
 *
 * @throws {CheckError} at the first mistake.
 */
export async function checkLossChart(lossChart: LossChart): Promise<void> {
  const spec = lossChart(historyOf(TRAIN, VAL));
  if (!spec) {
    throw new CheckError("lossChart", "a Vega-Lite spec", text(spec));
  }
  const lines = await drawn(spec);
  expectSame("The number of lines", lines.length, 2, [
    { leadsTo: 0, hint: 'Draw lines: mark: "line"' },
    {
      leadsTo: 1,
      hint: hasLine(lines, pointsOf(TRAIN)) || hasLine(lines, pointsOf(VAL))
        ? "The chart shows training and validation losses: for each epoch the " +
          "data have a row for either"
        : "One line goes through the points of both: encode `color` with the " +
          "field that says which pictures a loss is of",
    },
  ]);
  const mean = TRAIN.map((loss) => loss + 0.03);
  for (const [name, losses] of [["training", TRAIN], ["validation", VAL]]) {
    if (hasLine(lines, pointsOf(losses as number[]))) continue;
    const other = lines.find(({ points }) =>
      !isSame(points, pointsOf(TRAIN)) && !isSame(points, pointsOf(VAL))
    );
    const what = `The line of the ${name} losses, as [epoch, loss]`;
    expectSame(what, other?.points, pointsOf(losses as number[]), [
      {
        leadsTo: pointsOf(losses as number[], 0),
        hint: "Epochs are counted from 1: take row.epoch, not the index",
      },
      {
        leadsTo: pointsOf(losses as number[]).map(([x, y]) => [y, x])
          .sort(([a], [b]) => a - b),
        hint: "Epochs go along x, losses along y",
      },
      { leadsTo: pointsOf(mean), hint: "Take the column trainLoss" },
    ], "Take the columns trainLoss and valLoss");
  }
  if (lines[0].stroke === lines[1].stroke) {
    throw new CheckError(
      "The lines' colours",
      "two",
      lines[0].stroke,
      "Encode `color` with the field that says which pictures a loss is of",
    );
  }
  checkReadable(lines);
}

/** The axis is one of numbers, and no line is called what the other is. */
function checkReadable(lines: readonly DrawnLine[]): void {
  if (!lines.every(({ isOnNumbers }) => isOnNumbers)) {
    throw new CheckError(
      "The y axis",
      "one of numbers, on which half a loss is half as high",
      "one of names, in equal steps",
      'Losses are numbers, and y has the type "quantitative"',
    );
  }
  const training = lines.find(({ points }) => isSame(points, pointsOf(TRAIN)))!;
  if (/val/i.test(training.name ?? "")) {
    throw new CheckError(
      "The legend's word for the training losses",
      "one that says so",
      text(training.name),
      "The lines have each other's names",
    );
  }
}

async function drawn(spec: VegaLiteSpec): Promise<DrawnLine[]> {
  try {
    return await drawnLines(spec);
  } catch (error) {
    throw new CheckError(
      "lossChart",
      "a chart that can be drawn, with one pair of axes",
      String(error),
      "It needs data, mark, and encoding with x and y",
    );
  }
}

const hasLine = (
  lines: readonly DrawnLine[],
  expected: readonly (readonly number[])[],
): boolean => lines.some(({ points }) => isSame(points, expected));

const isSame = (
  points: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): boolean =>
  points.length === expected.length &&
  expected.every(([x, y], i) =>
    Math.abs(points[i][0] - x) < 1e-6 && Math.abs(points[i][1] - y) < 1e-6
  );
