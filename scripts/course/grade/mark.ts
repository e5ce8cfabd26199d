import type { AssembledCell } from "./assemble.ts";
import { agrees } from "./compare.ts";
import type { Expected } from "./expected.ts";
import type { NotebookRun } from "./run_notebook.ts";
import { readValues, type Values } from "./values.ts";

/** A grade cell's points, and the reasons. */
export interface CellMark {
  id: string;
  task: string;
  /** The points that the machine gives; 0 if a person marks the cell. */
  points: number;
  of: number;
  byHand: boolean;
  values: ValueMark[];
  /** Why nothing in the cell counts, if so. */
  problem?: string;
  /** The duration of the task's cells, counted from the previous grade cell. */
  durationMs: number;
}

/**
 * A value of a grade cell; `reason` says why it is lost, without revealing the
 * value.
 */
export interface ValueMark {
  name: string;
  reason?: string;
}

/** Gives each grade cell its points; all values count equally. */
export function mark(
  assembled: readonly AssembledCell[],
  { own, hidden, nonces }: Pick<NotebookRun, "own" | "hidden" | "nonces">,
  { values: expected }: Expected,
): CellMark[] {
  const marks: CellMark[] = [];
  const durations = new Map<string, number>();
  for (const { id, durationMs } of [...own, ...hidden]) {
    durations.set(id, (durations.get(id) ?? 0) + durationMs);
  }
  let durationMs = 0;
  for (const { id, graded, unanswered } of assembled) {
    durationMs += durations.get(id) ?? 0;
    if (graded === undefined) continue;
    const { points: of, task, byHand } = graded;
    const base = { id, task, of, byHand, durationMs };
    durationMs = 0;
    if (byHand) {
      const problem = unanswered ? "There is no answer." : undefined;
      marks.push({ ...base, points: 0, values: [], problem });
      continue;
    }
    const read = readValues(hidden, id, nonces.get(id));
    const values = read.values ? markValues(read.values, expected[id]) : [];
    const { problem } = read;
    const right = values.filter(({ reason }) => reason === undefined).length;
    const share = values.length === 0 ? 0 : right / values.length;
    marks.push({ ...base, points: rounded(of * share), values, problem });
  }
  return marks;
}

/** Marks for a notebook that did not run at all. */
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
  values: Values,
  expected: Expected["values"][string] = {},
): ValueMark[] {
  return Object.entries(expected).map(([name, value]) => {
    const got = Object.hasOwn(values, name) ? values[name] : undefined;
    if (got === undefined) return { name, reason: "was not handed out" };
    if ("error" in got) return { name, reason: "could not be computed" };
    const isRight = agrees(value, got.value);
    return { name, reason: isRight ? undefined : "is not right" };
  });
}

function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}
