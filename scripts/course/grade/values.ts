import type { Json } from "./compare.ts";
import { record } from "./notebook.ts";
import type { Output, SandboxResult } from "../sandbox/mod.ts";

/** The MIME type under which `handOut` of `lib/grading` shows its values. */
export const VALUES_MIME = "application/vnd.mle.values+json";

/** A value as it was handed out, or the error that computing it threw. */
export type HandedOut = { value: Json } | { error: string };

/** The values of one cell, or why it has none. */
export type CellValues =
  | { values: Map<string, HandedOut>; problem?: undefined }
  | { values?: undefined; problem: string };

/**
 * Reads what the cell `id` has handed out under its nonce. That is trusted only
 * if it is the one such output of this cell's own run, and nothing else anywhere
 * bears the nonce.
 */
export function readValues(
  result: SandboxResult,
  id: string,
  nonce: string,
): CellValues {
  const cell = result.cells.find((outcome) => outcome.id === id);
  if (cell === undefined || cell.status === "not reached") {
    return { problem: notReached(result) };
  }
  const own = cell.outputs.filter(holdsValues).map(payload);
  const elsewhere = result.cells.flatMap((outcome) =>
    outcome === cell ? outcome.late : [...outcome.outputs, ...outcome.late]
  );
  if (elsewhere.some((output) => bears(output, nonce))) {
    return {
      problem: "The values were also shown at another place or time.",
    };
  }
  if (own.length === 0) {
    const { error } = cell;
    const why = error
      ? ` ${error.name}: ${error.message}`.slice(0, 300)
      : result.end === "finished"
      ? ""
      : ` ${result.message}`;
    return { problem: `The cell handed out no values.${why}` };
  }
  if (own.length > 1) {
    return {
      problem: `The cell handed out values ${own.length} times, not once.`,
    };
  }
  const [shown] = own;
  if (shown?.nonce !== nonce) {
    return { problem: "The values do not bear the mark of this run." };
  }
  return { values: toMap(record(shown.values) ?? {}) };
}

function notReached({ end, message }: SandboxResult): string {
  return end === "finished"
    ? "The cell was not run."
    : `The cell was not reached. ${message}`;
}

function toMap(values: Record<string, unknown>): Map<string, HandedOut> {
  const map = new Map<string, HandedOut>();
  for (const [name, entry] of Object.entries(values)) {
    const handedOut = record(entry);
    if (handedOut === undefined) continue;
    if (typeof handedOut.error === "string") {
      map.set(name, { error: handedOut.error.slice(0, 300) });
    } else if (Object.hasOwn(handedOut, "value")) {
      map.set(name, { value: handedOut.value as Json });
    }
  }
  return map;
}

/** Whether an output shows values, whatever nonce they bear. */
export function holdsValues(output: Output): boolean {
  return VALUES_MIME in dataOf(output);
}

function payload(output: Output): Record<string, unknown> | undefined {
  return record(dataOf(output)[VALUES_MIME]);
}

/** What an output shows, by MIME type. */
export function dataOf(output: Output): Record<string, unknown> {
  return "data" in output ? record(output.data) ?? {} : {};
}

/** Looks at the whole output: a nonce may hide in a text, too. */
function bears(output: Output, nonce: string): boolean {
  return holdsValues(output) && JSON.stringify(output).includes(nonce);
}
