import type { Encoding, LayerSpec, PanelSpec } from "./chart.ts";
import { EPOCHS, valueAxis } from "./epochs.ts";
import { OURS, type Point, type Split } from "./line_styles.ts";
import { referenceLine } from "./reference_line.ts";

/** A value to compare with, such as the best loss possible. */
export interface Level {
  /** The label of the line. */
  readonly name: string;
  /** The position of the line on the y axis. */
  readonly value: number;
}

/** One of the charts side by side, by what it shows on its y axis. */
export interface HistoryPanel {
  /** Title of the y axis. */
  readonly title: string;
  /** For each part of the data, the column that holds its figures. */
  readonly columns: Readonly<Partial<Record<Split, string>>>;
  /** Whether figures are fractions in 0..1, shown as percentages. */
  readonly percent?: boolean;
  /**
   * Whether both axes are logarithmic, for losses that fall ever more slowly;
   * by default neither is.
   */
  readonly logarithmic?: boolean;
  /** Horizontal lines to compare with. */
  readonly levels?: readonly Level[];
}

/**
 * Up to this many epochs, points are drawn: a line of a single epoch would be
 * invisible.
 */
const FEW_EPOCHS = 5;

/**
 * One panel of a history chart: broad, faint lines of other sources, our lines,
 * and levels.
 */
export function historyPanel(
  panel: HistoryPanel,
  points: readonly Point[],
  styles: Encoding,
): PanelSpec {
  const ours = points.filter((point) => point.source === OURS);
  const theirs = points.filter((point) => point.source !== OURS);
  const scale = panel.logarithmic && { type: "log" as const, nice: false };
  const y = valueAxis(panel.title, panel.percent);
  const encoding: Encoding = {
    x: scale ? { ...EPOCHS, scale } : EPOCHS,
    y: scale ? { ...y, scale } : y,
    tooltip: [
      { field: "run" },
      { field: "source" },
      { field: "split" },
      { field: "epoch" },
      {
        field: "value",
        title: panel.title,
        format: panel.percent ? ".2%" : ".4f",
      },
    ],
    ...styles,
  };
  const epochs = new Set(ours.map((point) => point.epoch)).size;
  return {
    layer: [
      ...lines(theirs, encoding, false),
      ...lines(ours, encoding, epochs <= FEW_EPOCHS),
      ...(panel.levels ?? []).flatMap(({ name, value }) =>
        referenceLine("y", value, name)
      ),
    ],
  };
}

function lines(
  values: Point[],
  encoding: Encoding,
  visiblePoints: boolean,
): LayerSpec[] {
  if (values.length === 0) return [];
  return [{
    data: { values },
    mark: {
      type: "line",
      point: {
        size: 40,
        filled: false,
        opacity: visiblePoints ? 1 : 0,
        aria: false,
      },
    },
    encoding,
  }];
}
