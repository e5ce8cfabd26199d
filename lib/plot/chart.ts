// First: it keeps Node from warning of what comes.
import { writeFileAtomically } from "../io/mod.ts";
import { parse, type Spec, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { DISPLAY, type Displayable, type MimeBundle } from "../display/mod.ts";
import { fitContainer } from "./fit_container.ts";
import { THEME } from "./theme.ts";

/**
 * A Vega-Lite v5 specification, as the package `vega-lite` types it.
 *
 * @internal That package documents its parts.
 */
export type VegaLiteSpec = TopLevelSpec;

/** One of several charts side by side. */
export type PanelSpec = Extract<
  TopLevelSpec,
  { hconcat: unknown }
>["hconcat"][number];

/**
 * One of several layers on top of each other.
 *
 * @internal
 */
export type LayerSpec = Extract<
  TopLevelSpec,
  { layer: unknown }
>["layer"][number];

/** How a layer draws its columns. */
export type Encoding = NonNullable<
  Extract<LayerSpec, { mark: unknown }>["encoding"]
>;

/**
 * A chart in this project's theme; a notebook draws it when it is the value of
 * a cell.
 *
 * JupyterLab and VS Code draw it with Vega, with working sliders and tooltips,
 * as wide as there is room and in the colours of the page; other viewers show
 * the SVG; a terminal and a screen reader get the line of text.
 *
 * @example
 * ```ts
 * import { Chart } from "mle/plot/mod.ts";
 *
 * const chart = new Chart({
 *   data: { values: [{ x: 1, y: 1 }, { x: 2, y: 4 }] },
 *   mark: "line",
 *   encoding: {
 *     x: { field: "x", type: "quantitative" },
 *     y: { field: "y", type: "quantitative" },
 *   },
 * }, "y grows from 1 to 4 as x goes from 1 to 2");
 * const svg = await chart.toSvg();
 * ```
 */
export class Chart implements Displayable {
  /** The complete Vega-Lite v5 spec, theme included. */
  readonly spec: VegaLiteSpec;
  /** What the chart shows, in one plain line. */
  readonly text: string;

  /**
   * Makes a chart from a Vega-Lite v5 spec; the spec's own `config` overrides
   * the theme.
   */
  constructor(spec: VegaLiteSpec, text: string) {
    this.spec = {
      $schema: "https://vega.github.io/schema/vega-lite/v5.json",
      description: text,
      ...spec,
      config: { ...THEME, ...spec.config },
    };
    this.text = text;
  }

  /** The chart in Vega's form, which fits the element that it stands in. */
  toVega(): Spec {
    const { data, ...spec } = fitContainer(compile(this.spec).spec);
    return { ...spec, data: data && JSON.parse(JSON.stringify(data, short)) };
  }

  /** The chart as an SVG document on white, drawn without a browser. */
  async toSvg(): Promise<string> {
    const view = new View(parse(compile(this.spec).spec), {
      renderer: "none",
    });
    view.background("white");
    try {
      const svg = await view.toSVG();
      return svg.replace("<svg ", '<svg color="#262626" ');
    } finally {
      view.finalize();
    }
  }

  /**
   * Writes the chart as a picture (`.svg`) or as its Vega-Lite spec (`.json`).
   *
   * @throws RangeError if the name ends in anything else.
   */
  async save(path: string): Promise<void> {
    if (path.endsWith(".svg")) {
      await writeFileAtomically(path, await this.toSvg());
    } else if (path.endsWith(".json")) {
      await writeFileAtomically(path, JSON.stringify(this.spec, null, 2));
    } else {
      throw new RangeError(
        `Cannot save chart: expected a path ending in .svg or .json, got ${path}`,
      );
    }
  }

  /** What a notebook shows: the live chart, a still picture and a line of text. */
  async [DISPLAY](): Promise<MimeBundle> {
    return {
      "application/vnd.vega.v5+json": this.toVega(),
      "image/svg+xml": await this.toSvg(),
      "text/plain": this.text,
    };
  }
}

/** Digits that nobody can see would make up much of a notebook's file. */
function short(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value)
    ? Number(value.toPrecision(6))
    : value;
}
