import type { CellMark } from "../mark.ts";
import { plainText } from "../shown.ts";

/** A grade cell's points in words: the total, and each value that is lost. */
export function explain(mark: CellMark): string[] {
  const { points, of, values, problem } = mark;
  const total = `${points} of ${of} points`;
  if (problem !== undefined) return [total, plainText(problem)];
  return [
    total,
    ...values.map(({ name, reason }) =>
      reason === undefined ? `✓ ${name}` : `✗ ${lost(name, reason)}`
    ),
  ];
}

/** Why points are missing, in one line; empty if none are. */
export function whyLess(mark: CellMark): string {
  const { values, problem } = mark;
  if (problem !== undefined) return plainText(problem);
  const names = new Map<string, string[]>(); // by the reason that they share
  for (const { name, reason } of values) {
    if (reason !== undefined) {
      names.set(reason, [...names.get(reason) ?? [], name]);
    }
  }
  return [...names].map(([reason, names]) =>
    lost(
      names.length > 1 && names.length === values.length
        ? `all ${names.length} values`
        : names.join(", "),
      reason,
    )
  ).join("; ");
}

function lost(name: string, reason: string): string {
  return plainText(`${name}: ${reason}`);
}
