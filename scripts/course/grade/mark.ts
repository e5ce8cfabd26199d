import type { AssembledCell } from "./assemble.ts";
import { difference, type Json } from "./compare.ts";
import type { SandboxResult } from "../sandbox/mod.ts";
import { valuesCellId } from "./tickets.ts";
import { readValues } from "./values.ts";

/** The values that the teacher's edition gives: by grade cell, by name. */
export type Expected = Record<string, Record<string, Json>>;

/** What a grade cell's points are, and why. */
export interface CellMark {
  id: string;
  task: string;
  /** What the machine gives; 0 where a person marks. */
  points: number;
  of: number;
  byHand: boolean;
  values: ValueMark[];
  /** Why nothing of the cell counts, if so. */
  problem?: string;
  /** How long the task's cells took, from the grade cell before it on. */
  durationMs: number;
}

/** A value of a grade cell; `reason` says why it is lost. */
export interface ValueMark {
  name: string;
  reason?: string;
}

/** Gives each grade cell its points; each value counts alike. */
export function mark(
  assembled: readonly AssembledCell[],
  nonces: ReadonlyMap<string, string>,
  result: SandboxResult,
  expected: Expected,
): CellMark[] {
  const marks: CellMark[] = [];
  const durations = new Map(
    result.cells.map(({ id, durationMs }) => [id, durationMs]),
  );
  let durationMs = 0;
  for (const { id, graded, unanswered } of assembled) {
    durationMs += (durations.get(id) ?? 0) +
      (durations.get(valuesCellId(id)) ?? 0);
    if (graded === undefined) continue;
    const { points: of, task, byHand } = graded;
    const base = { id, task, of, byHand, durationMs };
    durationMs = 0;
    if (byHand) {
      const problem = unanswered ? "There is no answer." : undefined;
      marks.push({ ...base, points: 0, values: [], problem });
      continue;
    }
    const nonce = nonces.get(id);
    const outcome = nonce === undefined
      ? { problem: "The cell has no hidden tests." }
      : markValues(result, id, nonce, expected[id] ?? {});
    const { values = [], problem } = outcome;
    const right = values.filter(({ reason }) => reason === undefined).length;
    const share = values.length === 0 ? 0 : right / values.length;
    marks.push({ ...base, points: rounded(of * share), values, problem });
  }
  return marks;
}

/** Marks for a notebook that was not run at all. */
export function markAsZero(
  assembled: readonly AssembledCell[],
  problem: string,
): CellMark[] {
  return assembled.flatMap(({ id, graded }) =>
    graded === undefined ? [] : [{
      id,
      task: graded.task,
      points: 0,
      of: graded.points,
      byHand: graded.byHand,
      values: [],
      problem,
      durationMs: 0,
    }]
  );
}

function markValues(
  result: SandboxResult,
  id: string,
  nonce: string,
  expected: Record<string, Json>,
): { values?: ValueMark[]; problem?: string } {
  const { values, problem } = readValues(result, valuesCellId(id), nonce);
  if (values === undefined) return { problem };
  return {
    values: Object.entries(expected).map(([name, value]) => {
      const got = values.get(name);
      if (got === undefined) return { name, reason: "was not handed out" };
      if ("error" in got) {
        return { name, reason: `could not be computed: ${got.error}` };
      }
      return { name, reason: difference(value, got.value) };
    }),
  };
}

function rounded(points: number): number {
  return Math.round(points * 1e4) / 1e4;
}
