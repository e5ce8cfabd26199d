import { type HandedOutValue, VALUES_MIME } from "mle/grading/contract.ts";
import type { JsonValue } from "mle/grading/json_value.ts";
import { record } from "./record.ts";
import type { CellOutcome, Output } from "../sandbox/mod.ts";

/** The values of one cell, by name. */
export type Values = Record<string, HandedOutValue>;

/**
 * Reads the values that the hidden tests `id` handed out with their nonce. They
 * are trusted only if there is exactly one such output, in this cell's own run,
 * and no other output contains the nonce. `problem` says in words for students
 * why there are none.
 */
export function readValues(
  outcomes: readonly CellOutcome[],
  id: string,
  nonce: string | undefined,
): { values?: Values; problem?: string } {
  if (nonce === undefined) return { problem: "The cell has no hidden tests." };
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
  return { values: valuesIn(record(shown.values) ?? {}) };
}

function valuesIn(values: Record<string, unknown>): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(
      ([name, entry]): [string, HandedOutValue][] => {
        const { value, error } = record(entry) ?? {};
        if (typeof error === "string") return [[name, { error }]];
        return value === undefined
          ? []
          : [[name, { value: value as JsonValue }]];
      },
    ),
  );
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
