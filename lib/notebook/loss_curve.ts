import { roundedText } from "../display/mod.ts";
import { COLORS } from "../plot/mod.ts";

const WIDTH = 420;
const HEIGHT = 110;

/** The columns that are drawn, as far as a history has them. */
const LOSSES = [
  { column: "trainLoss", name: "train", color: COLORS.train },
  { column: "valLoss", name: "val", color: COLORS.val },
  { column: "testLoss", name: "test", color: COLORS.test },
] as const;

/** One loss over the epochs. */
interface Line {
  name: string;
  color: string;
  values: number[];
}

/**
 * The losses of a training run as a small chart that grows to the right, with
 * no more points than pixels. Empty before the end of the first epoch.
 *
 * @param epochs The number of epochs.
 */
export function lossCurve(
  history: readonly object[],
  epochs: number,
): { html: string; text: string } | undefined {
  const lines = LOSSES.map(({ column, name, color }): Line => ({
    name,
    color,
    values: history.map((row) =>
      Number((row as Record<string, unknown>)[column])
    )
      .filter(Number.isFinite),
  })).filter(({ values }) => values.length > 0);
  if (lines.length === 0) return undefined;

  const all = lines.flatMap(({ values }) => values);
  const min = all.reduce((a, b) => Math.min(a, b));
  const max = all.reduce((a, b) => Math.max(a, b));
  const drawn = lines.map((line) => polyline(line, epochs, min, max)).join("");
  const legend = lines.map(({ name, color, values }) =>
    `<span><span style="color:${color}">━</span> ${name} loss ` +
    `${roundedText(values.at(-1)!)}</span>`
  ).join("");
  const text = lines.map(({ name, values }) =>
    `${name} loss ${roundedText(values[0])} to ${roundedText(values.at(-1)!)}`
  ).join(", ");
  // Numbers stand beside the drawing instead of in it, so that they remain if a
  // viewer removes SVG.
  return {
    html: `<div style="display:grid;grid-template-columns:max-content ` +
      `minmax(0,${WIDTH}px);` +
      `gap:0.1em 0.6em;margin-top:0.4em;font-variant-numeric:tabular-nums">` +
      `<div style="display:flex;flex-direction:column;text-align:right;` +
      `justify-content:space-between;line-height:1"><span>${
        roundedText(max)
      }</span>` +
      `<span>${roundedText(min)}</span></div>` +
      `<svg role="img" aria-label="${text}" width="100%" height="${HEIGHT}" ` +
      `preserveAspectRatio="none" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
      `fill="none" stroke-width="2" ` +
      `stroke-linejoin="round" stroke-linecap="round">` +
      `<path d="M0 0.5H${WIDTH}M0 ${HEIGHT - 0.5}H${WIDTH}" ` +
      `stroke="rgba(127,127,127,0.4)" stroke-width="1"/>${drawn}</svg>` +
      `<span></span><div style="display:flex;flex-wrap:wrap;gap:0 1.2em">` +
      `${legend}<span style="margin-left:auto">epoch ${epochs}</span>` +
      `</div></div>`,
    text,
  };
}

/**
 * The line of one loss; if there are more epochs than pixels, only every nth
 * and the last.
 */
function polyline(
  { color, values }: Line,
  epochs: number,
  min: number,
  max: number,
): string {
  const last = values.length - 1;
  const step = Math.max(1, Math.ceil(epochs / WIDTH));
  const x = (index: number) =>
    epochs > 1 ? 3 + (WIDTH - 6) * index / (epochs - 1) : WIDTH / 2;
  const y = (value: number) =>
    max > min ? 4 + (HEIGHT - 8) * (max - value) / (max - min) : HEIGHT / 2;
  const points = values.flatMap((value, index) =>
    index % step === 0 || index === last
      ? [`${x(index).toFixed(1)},${y(value).toFixed(1)}`]
      : []
  );
  // A dot marks the end of the line: after one epoch there is nothing else.
  const [cx, cy] = points.at(-1)!.split(",");
  return `<polyline points="${points.join(" ")}" stroke="${color}"/>` +
    `<circle cx="${cx}" cy="${cy}" r="3" fill="${color}"/>`;
}
