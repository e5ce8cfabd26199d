/** Errors as a person reads them: cells by their number, files by their path. */
import { pathToFileURL } from "node:url";
import { ROOT } from "../shared/paths.ts";

interface ErrorContent {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** A cell that has run: its number, its code, the lines that stand before it. */
type RunCell = [number: number, code: string, linesBefore: number];

interface ErrorQuestion {
  error: ErrorContent;
  /** What was thrown, if that is no `Error`. */
  thrown: string | null;
  /** All cells so far. If Deno cannot read a cell, it is the last one. */
  cells: RunCell[];
}

/** What a notebook shows of an error that Deno has reported. */
export async function readableError(
  { error, thrown, cells }: ErrorQuestion,
): Promise<ErrorContent> {
  // Loaded with the first error: most sessions of nbconvert have none.
  const { syntaxProblem, writtenLine } = await import("./printed.ts");
  if (error.traceback.length === 0) {
    const [number, code] = cells.at(-1)!;
    const found = syntaxProblem(code);
    const evalue = found?.message ?? error.evalue;
    const lines = [`SyntaxError: ${evalue}`, `    at cell [${number}]`];
    if (found) {
      lines[1] += `, line ${found.line}`;
      lines.splice(1, 0, ...found.excerpt.split("\n"));
    }
    return { ename: "SyntaxError", evalue, traceback: lines };
  }
  const last = error.traceback.at(-1);
  const isNoError = last === "" || last === NOWHERE;
  if (thrown !== null && isNoError) {
    const traceback = [`Uncaught ${thrown}`];
    return { ename: "Uncaught", evalue: thrown, traceback };
  }
  const placeOf = (file: string, line: number, column: number) => {
    if (file === "<anonymous>") {
      const cell = cells.findLast(([, , linesBefore]) => linesBefore < line);
      if (!cell) return undefined;
      const [number, code, linesBefore] = cell;
      const written = writtenLine(code, line - linesBefore, column - 1);
      return `cell [${number}], line ${written}`;
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
  const traceback = error.traceback.flatMap((text) => {
    const { name, file, line, column } = FRAME.exec(text)?.groups ?? {};
    if (!file) return text === "Stack trace:" || text === NOWHERE ? [] : [text];
    const place = placeOf(file, Number(line), Number(column));
    if (!place) return [];
    return [name ? `    at ${name} (${place})` : `    at ${place}`];
  });
  return { ename: error.ename, evalue: error.evalue, traceback };
}

const PROJECT = `${pathToFileURL(ROOT)}/`;
const NOWHERE = "    at <unknown>";
const FRAME =
  /^ {4}at (?:async )?(?:(?<name>.+) \()?(?<file>[^()]+):(?<line>\d+):(?<column>\d+)\)?$/;
