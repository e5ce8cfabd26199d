/** Traces as a person reads them: cells by their number, files by their path. */
import { pathToFileURL } from "node:url";
import { ROOT } from "../shared/paths.ts";
import type { RunCell } from "./helper.ts";

/** The content of a message: an error's, a print's, a display's. */
type Content = Record<string, unknown>;

/** A message's content in which each trace says where things are for a person. */
export async function named(
  { content, cells }: { content: Content; cells: RunCell[] },
): Promise<Content> {
  // Loaded with the first error: most sessions of nbconvert have none.
  const { syntaxProblem, writtenLine } = await import("./printed.ts");
  const placeOf = (file: string, line: number, column: number) => {
    if (file === "<anonymous>") {
      const cell = cells.findLast(([, , , linesBefore]) => linesBefore < line);
      if (!cell) return undefined;
      const [, number, code, linesBefore] = cell;
      const written = writtenLine(code, line - linesBefore, column - 1);
      return written && `cell [${number}], line ${written}`;
    }
    if (!file.startsWith(PROJECT)) {
      return /^(ext:|node:|checkin:)/.test(file)
        ? undefined
        : `${file}:${line}`;
    }
    const path = file.slice(PROJECT.length);
    if (path.startsWith("node_modules/")) return undefined;
    return `${path.replace(/^lib\//, "mle/")}:${line}`;
  };
  const readable = (text: string) =>
    text.split("\n").flatMap((text) => {
      const { indent, name, file, line, column, rest } =
        FRAME.exec(text)?.groups ?? {};
      if (!file) return NOISE.test(text) ? [] : [text];
      const place = placeOf(file, Number(line), Number(column));
      if (!place) return rest ? [indent + rest] : [];
      return [`${indent}at ${name ? `${name} (${place})` : place}${rest}`];
    }).join("\n");
  if (content.traceback === undefined) return mapped(content, readable);

  const error = content as { evalue: string; traceback: string[] };
  if (error.traceback.length === 0) {
    const [, number, code] = cells.at(-1)!;
    const place = `    at cell [${number}]`;
    const found = syntaxProblem(code);
    if (!found) {
      const text = "Deno could not run this cell, or not hand on its value: " +
        error.evalue;
      return { ename: "Error", evalue: text, traceback: [text, place] };
    }
    const { message, excerpt, line } = found;
    const text = `SyntaxError: ${message}`;
    const traceback = [text, ...excerpt.split("\n"), `${place}, line ${line}`];
    return { ename: "SyntaxError", evalue: message, traceback };
  }
  const traceback = readable(error.traceback.join("\n")).split("\n");
  if (isOfLoading(traceback, cells)) traceback.push(STAYS_FAILED);
  return { ...content, evalue: readable(error.evalue), traceback };
}

/** Whether a module could not be loaded, which nothing else says. */
function isOfLoading(
  [message, ...frames]: string[],
  cells: RunCell[],
): boolean {
  if (!/\bimport\b/.test(cells.at(-1)![2])) return false;
  if (LOADING.test(message)) return true;
  const places = frames.filter((frame) => /^ +at /.test(frame));
  // In a module itself, outside its functions, and no cell has called it.
  const last = places.at(-1) ?? "";
  return /^ +at \S+:\d+$/.test(last);
}

const LOADING =
  /^(TypeError: (Module not found|SyntaxError:|The module's source)|SyntaxError: .* does not provide an export)/;
const STAYS_FAILED =
  "A module that has failed to load is not loaded again: once you have mended its\n" +
  "file, restart the kernel to take it in.";

function mapped<T>(value: T, map: (text: string) => string): T {
  if (typeof value === "string") return map(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapped(item, map)) as T;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([k, v]) => [k, mapped(v, map)])) as T;
}

const PROJECT = `${pathToFileURL(ROOT)}/`;
const NOISE = /^(Stack trace:| {4}at <unknown>)$/;
const FRAME =
  /^(?<indent> +)at (?:async )?(?:(?<name>.+) \()?(?<file>[^()\s]+):(?<line>\d+):(?<column>\d+)\)?(?<rest>.*)$/;
