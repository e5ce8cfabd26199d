import { csvOf } from "../csv.ts";
import type { Row } from "./table.ts";

/** A task whose points have changed since they were last published. */
export interface Change {
  student: string;
  exercise: string;
  task: string;
  before: number;
  after: number;
}

/** Whose points changed, from what to what; of tasks that were there before. */
export function changesOf(
  before: readonly Row[],
  after: readonly Row[],
): Change[] {
  const key = ({ student, exercise, task }: Row) =>
    JSON.stringify([student, exercise, task]);
  const earlier = new Map(before.map((row) => [key(row), row.points]));
  return after.flatMap((row) => {
    const points = earlier.get(key(row));
    if (points === undefined || points === row.points) return [];
    const { student, exercise, task } = row;
    return [{ student, exercise, task, before: points, after: row.points }];
  });
}

/** The changes as CSV. */
export function changesTable(changes: readonly Change[]): string {
  return csvOf([
    ["student", "exercise", "task", "before", "after"],
    ...changes.map(({ student, exercise, task, before, after }) => [
      ...[student, exercise, task, before, after],
    ]),
  ]);
}
