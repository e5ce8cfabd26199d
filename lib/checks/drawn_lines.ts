import { parse, View } from "vega";
import { compile } from "vega-lite";
import type { VegaLiteSpec } from "../plot/mod.ts";

/** A line of a chart. */
export interface DrawnLine {
  /** Its colour. */
  stroke: string;
  /** What the scale of colours calls it; nothing if its colour is from none. */
  name?: string;
  /** Whether the y axis is one of numbers. */
  isOnNumbers: boolean;
  /** [x, y] of its points in the units of the axes, in the order of x. */
  points: [x: number, y: number][];
}

/** What of Vega's scene graph and scales is needed, which it does not type. */
interface Mark {
  marktype: string;
  items: Item[];
}
interface Item {
  x: number;
  y: number;
  stroke?: unknown;
  items?: Mark[];
}
interface Scale {
  (value: unknown): number;
  domain(): unknown[];
  invert?(position: number): number;
}

/** The scale of colours. */
interface Colors {
  (value: unknown): string;
  domain(): unknown[];
}

/**
 * The lines that a Vega-Lite chart with one pair of axes draws, however its
 * spec comes to them.
 */
export async function drawnLines(spec: VegaLiteSpec): Promise<DrawnLine[]> {
  const compiled = compile(spec).spec;
  const view = new View(parse(compiled), { renderer: "none" });
  try {
    await view.runAsync();
    const [x, y] = ["x", "y"].map((axis) => view.scale(axis) as Scale);
    const at = (scale: Scale, position: number) =>
      scale.invert?.(position) ??
        Number(scale.domain().find((value) => scale(value) === position));
    const { root } = view.scenegraph() as unknown as { root: Mark };
    const colors = compiled.scales?.some(({ name }) => name === "color")
      ? view.scale("color") as unknown as Colors
      : undefined;
    const isOnNumbers = compiled.scales?.some(({ name, type }) =>
      name === "y" && !["ordinal", "point", "band"].includes(type ?? "linear")
    ) ?? false;
    const names = new Map(
      colors?.domain().map((value) => [colors(value), String(value)]),
    );
    return linesIn(root).map((items) => ({
      stroke: String(items[0].stroke),
      name: names.get(String(items[0].stroke)),
      isOnNumbers,
      points: items
        .map((item): [number, number] => [at(x, item.x), at(y, item.y)])
        .sort(([a], [b]) =>
          a - b
        ),
    }));
  } finally {
    view.finalize();
  }
}

/** The items of each line below a mark. */
function linesIn({ marktype, items }: Mark): Item[][] {
  if (marktype === "line") return items.length > 0 ? [items] : [];
  return items.flatMap((item) => (item.items ?? []).flatMap(linesIn));
}
