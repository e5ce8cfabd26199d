import { type HandedOutValue, VALUES_MIME } from "mle/grading/contract.ts";
import type { JsonValue } from "mle/grading/json_value.ts";
import { record } from "./record.ts";
import type { CellOutcome, Output } from "../sandbox/mod.ts";

/** The values of one cell, or the reason why it has none, in words for students. */
export type CellValues =
  | { values: Map<string, HandedOutValue>; problem?: undefined }
  | { values?: undefined; problem: string };

/**
 * Reads the values that the hidden tests `id` handed out with their nonce. They
 * are trusted only if there is exactly one such output, in this cell's own run,
 * and no other output contains the nonce.
 */
export function readValues(
  outcomes: readonly CellOutcome[],
  id: string,
  nonce: string,
): CellValues {
  const cell = outcomes.find((outcome) => outcome.id === id);
  if (cell === undefined || cell.status === "not reached") {
    return { problem: "The hidden tests were not reached." };
  }
  if (cell.interrupted) return { problem: "The hidden tests took too long." };
  const own = cell.outputs.filter(holdsValues).map(payload);
  const elsewhere = outcomes.flatMap((outcome) =>
    outcome === cell ? outcome.late : [...outcome.outputs, ...outcome.late]
  );
  if (elsewhere.some((output) => bears(output, nonce))) {
    return {
      problem: "The values were also shown at another place or time.",
    };
  }
  if (own.length === 0) {
    return { problem: "The hidden tests handed out no values." };
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

function toMap(values: Record<string, unknown>): Map<string, HandedOutValue> {
  const map = new Map<string, HandedOutValue>();
  for (const [name, entry] of Object.entries(values)) {
    const handedOut = record(entry);
    if (handedOut === undefined) continue;
    if (typeof handedOut.error === "string") {
      map.set(name, { error: handedOut.error });
    } else if (Object.hasOwn(handedOut, "value")) {
      map.set(name, { value: handedOut.value as JsonValue });
    }
  }
  return map;
}

/** Whether an output shows values with any nonce. */
function holdsValues(output: Output): boolean {
  return VALUES_MIME in dataOf(output);
}

function payload(output: Output): Record<string, unknown> | undefined {
  return record(dataOf(output)[VALUES_MIME]);
}

/** An output's data by MIME type. */
export function dataOf(output: Output): Record<string, unknown> {
  return "data" in output ? record(output.data) ?? {} : {};
}

/** Searches the whole output, since a nonce may also hide in a text. */
function bears(output: Output, nonce: string): boolean {
  return holdsValues(output) && JSON.stringify(output).includes(nonce);
}
