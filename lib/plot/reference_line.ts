import type { LayerSpec } from "./chart.ts";
import { COLORS } from "./theme.ts";

// Where the label stands: at the right end, above a line across; on top of one
// upright.
const LABELS = {
  y: {
    mark: { align: "right", dy: -7 },
    encoding: { x: { value: "width" } },
  },
  x: {
    mark: { baseline: "bottom" },
    encoding: { y: { value: -4 } },
  },
} as const;

/** A dotted line across the whole chart at a value of the axis, and its label. */
export function referenceLine(
  axis: "x" | "y",
  value: number,
  label: string,
): LayerSpec[] {
  const { mark, encoding } = LABELS[axis];
  const data = { values: [{}] };
  const at = { [axis]: { datum: value } };
  return [
    {
      data,
      mark: {
        type: "rule",
        aria: false,
        color: COLORS.ink,
        strokeDash: [2, 3],
      },
      encoding: at,
    },
    {
      data,
      mark: {
        type: "text",
        aria: false,
        fontSize: 12,
        color: COLORS.ink,
        ...mark,
      },
      encoding: { ...encoding, ...at, text: { value: label } },
    },
  ];
}
