/**
 * Says in which lines of cells the places stand that Deno's traces name.
 *
 * Deno prints a cell's TypeScript anew as JavaScript, with swc, before it runs
 * it. swc prints the same here, and says where each place comes from.
 *
 * Standard input: a line of JSON per question, a list of places; standard
 * output: a line for each, a list of lines.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { transformSync } from "@swc/core";
import { TextLineStream } from "../shared/lines.ts";

interface Place {
  /** The whole cell. */
  code: string;
  /** Line of the printed cell, from 1. */
  line: number;
  /** Column of the printed cell, from 0. */
  column: number;
}

function originalLine({ code, line, column }: Place): number {
  try {
    const map = new TraceMap(printed(code).map!);
    return originalPositionFor(map, { line, column, bias: 1 }).line ?? line;
  } catch {
    return line; // not TypeScript: then it has not run either
  }
}

/** A cell as Deno prints it. */
export function printed(code: string): { code: string; map?: string } {
  return transformSync(code, {
    filename: "cell.ts",
    isModule: true,
    sourceMaps: true,
    swcrc: false,
    configFile: false,
    jsc: {
      parser: { syntax: "typescript", tsx: true, decorators: true },
      target: "esnext",
      transform: { verbatimModuleSyntax: true },
    },
  });
}

if (import.meta.main) {
  const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    const places: Place[] = JSON.parse(line);
    console.log(JSON.stringify(places.map(originalLine)));
  }
}
