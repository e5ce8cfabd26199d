import type { Encoding } from "./chart.ts";
import { LINE_LEGEND } from "./epochs.ts";
import { CATEGORICAL_COLORS, COLORS } from "./theme.ts";

/** The part of the data that figures are computed on. */
export type Split = "train" | "val" | "test";

/** One point of one line. */
export interface Point {
  run: string;
  split: Split;
  source: string;
  epoch: number;
  value: number;
}

/** The source of a run that names none. */
export const OURS = "ours";

/** The opacity of lines from other sources. */
const FAINT = 0.3;

const SPLITS: readonly Split[] = ["train", "val", "test"];

/**
 * How lines differ: splits by colour, or, if there are several runs, runs by
 * colour and splits by dashes; sources by width, so that our line is visible on
 * top of an equal one.
 */
export function lineStyles(points: readonly Point[]): Encoding {
  const runs = distinct(points.map((point) => point.run));
  const drawn = new Set(points.map((point) => point.split));
  const splits = SPLITS.filter((split) => drawn.has(split));
  const sources = distinct([OURS, ...points.map((point) => point.source)]);
  return {
    detail: { field: "run" },
    ...(runs.length === 1
      ? { color: scale("split", splits, splits.map((s) => COLORS[s])) }
      : {
        color: scale("run", runs, CATEGORICAL_COLORS.slice(0, runs.length)),
        strokeDash: scale(
          "split",
          splits,
          splits.map((split) => split === "train" ? [1, 0] : [5, 3]),
        ),
      }),
    ...(sources.length > 1 && sourceStyles(sources)),
  };
}

function sourceStyles(sources: string[]): Encoding {
  const range = (ours: number, theirs: number) =>
    sources.map((source) => source === OURS ? ours : theirs);
  return {
    strokeWidth: {
      ...scale("source", sources, range(2, 5)),
      type: "ordinal",
      legend: {
        ...LINE_LEGEND,
        // A legend can show width or opacity by itself, but not both.
        encoding: {
          symbols: {
            fill: { value: "transparent" },
            strokeJoin: { value: "round" },
            strokeOpacity: {
              condition: { test: `datum.value === "${OURS}"`, value: 1 },
              value: FAINT,
            },
          },
        },
      },
    },
    strokeOpacity: {
      ...scale("source", sources, range(1, FAINT)),
      type: "ordinal",
      legend: null,
    },
  };
}

function scale<T>(field: string, domain: string[], range: T[]) {
  return {
    field,
    type: "nominal" as const,
    title: null,
    legend: LINE_LEGEND,
    scale: { domain, range },
  };
}

const distinct = (names: readonly string[]) => [...new Set(names)];
