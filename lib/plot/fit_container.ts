import type { Legend, Signal, Spec, Title } from "vega";

/** The width of a drawing that is not in a page, in pixels. */
const ROOMY = 1000;
/** The room that a view's axis and its title take, in pixels. */
const AXIS = 95;
/** The widest that one of several views becomes, if they stand below each other. */
const STACKED = 480;
/** The room that an entry of a legend takes, in pixels. */
const LEGEND_ENTRY = 150;
/** Several legends stand below each other. */
const LAYOUT = { bottom: { anchor: "start", direction: "vertical" } } as const;
/** The mean width of a letter, as a fraction of the font's size. */
const LETTER = 0.56;

/**
 * A chart that is as wide as it wants to be, but never wider than the element
 * that it stands in: views side by side move below each other, titles break
 * into lines, legends into rows. Vega-Lite itself can fit a single view only,
 * which is why this begins from what it compiles to.
 */
export function fitContainer(spec: Spec): Spec {
  const { width, height, signals = [], ...rest } = spec;
  const fitted: Spec = {
    ...rest,
    title: wrapped(spec.title, 15),
    legends: spec.legends?.map(inRows),
    config: {
      ...spec.config,
      legend: { ...spec.config?.legend, layout: LAYOUT },
    },
    marks: spec.marks?.map((mark) =>
      "title" in mark ? { ...mark, title: wrapped(mark.title, 13) } : mark
    ),
    // Without the menu and its style, the element is as wide as the page allows.
    usermeta: {
      embedOptions: { renderer: "svg", actions: false, defaultStyle: false },
    },
  };
  if (typeof width === "number") {
    return {
      ...fitted,
      autosize: { type: "fit-x", contains: "padding" },
      ...height !== width && { height },
      signals: [
        CONTAINER,
        { name: "room", update: `min(containerWidth, ${width + AXIS})` },
        { name: "width", update: "room" },
        // A square stays one.
        ...height === width ? [{ name: "height", update: "width" }] : [],
        ...signals,
      ],
    };
  }
  const views = spec.marks?.length ?? 1;
  const widths = signals.filter(isWidth).map((signal) => signal.value);
  const side = views * (Math.max(...widths) + AXIS);
  return {
    ...fitted,
    autosize: { type: "pad", resize: true },
    height,
    layout: {
      ...spec.layout,
      columns: { signal: `containerWidth < ${side} ? 1 : ${views}` },
    },
    signals: [
      CONTAINER,
      { name: "room", update: "containerWidth" },
      ...signals.map((signal) =>
        isWidth(signal)
          ? {
            name: signal.name,
            update: `containerWidth < ${side} ? ` +
              `min(${STACKED}, containerWidth - ${AXIS}) : ${signal.value}`,
          }
          : signal
      ),
    ],
  };
}

/**
 * Nothing tells a chart that a side bar has opened beside it, so that it looks
 * once a second.
 */
const CONTAINER: Signal = {
  name: "containerWidth",
  init: `containerSize()[0] || ${ROOMY}`,
  on: [{
    events: [
      { source: "window", type: "resize" },
      { type: "timer", throttle: 1000 },
    ],
    update: "containerSize()[0] || containerWidth",
  }],
};

function isWidth(signal: Signal): signal is Signal & { value: number } {
  return /^(concat_\d+_width|childWidth)$/.test(signal.name);
}

function inRows(legend: Legend): Legend {
  const signal = `max(1, floor((room - ${AXIS}) / ${LEGEND_ENTRY}))`;
  return { ...legend, columns: { signal } };
}

function wrapped(title: Spec["title"], fontSize: number): Spec["title"] {
  if (typeof title !== "object") return title;
  const { text, subtitle } = title as Title;
  return {
    ...title,
    text: lines(text, fontSize),
    ...subtitle && { subtitle: lines(subtitle, fontSize) },
  } as Title;
}

/** Breaks a text between its words into lines that fit the room of the chart. */
function lines(text: unknown, fontSize: number) {
  const letters = `floor(room / ${LETTER * fontSize})`;
  const line = `regexp('(.{1,' + ${letters} + '})(?: |$)', 'g')`;
  const broken = `replace(${JSON.stringify(text)}, ${line}, '$1\\n')`;
  return { signal: `split(trim(${broken}), '\\n')` };
}
