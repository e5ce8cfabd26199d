import { assertEquals } from "@std/assert";
import type { Chart } from "mle/plot/mod.ts";
import { compile } from "vega-lite";

/** The chart's SVG, after a check that Vega-Lite has nothing to complain of. */
export async function drawn(chart: Chart): Promise<string> {
  const complaints: unknown[] = [];
  const logger = {
    level: () => logger,
    error: (...args: unknown[]) => (complaints.push(args), logger),
    warn: (...args: unknown[]) => (complaints.push(args), logger),
    info: () => logger,
    debug: () => logger,
  };
  // deno-lint-ignore no-explicit-any -- the logger's type has an overload for reading the level
  compile(chart.spec, { logger: logger as any });
  assertEquals(complaints, []);
  return await chart.toSvg();
}

/** How often a piece of text stands in an SVG. */
export function count(svg: string, piece: string): number {
  return svg.split(piece).length - 1;
}
