import { csvOf } from "../csv.ts";
import type { NotebookResult } from "../grade_notebook.ts";
import { sumOf } from "./sum.ts";
import type { Row } from "./table.ts";

const USUAL = 3; // mistakes that are named

/** How each task went, as CSV: of those who handed in that exercise. */
export function statisticsTable(
  rows: readonly Row[],
  results: readonly NotebookResult[],
): string {
  const graded = new Set(
    results.filter(({ digest }) => digest !== "").map(keyOf),
  );
  const byTask = Map.groupBy(
    rows.filter((row) => graded.has(keyOf(row))),
    ({ exercise, task }) => JSON.stringify([exercise, task]),
  );
  return csvOf([
    ["exercise", "task", "of", "handed_in", "open", "full", "none", "mean"]
      .concat("usual_mistakes"),
    ...[...byTask.values()].map((own) => {
      const [{ exercise, task, of }] = own;
      const mean = sumOf(own, ({ points }) => points) / own.length;
      return [
        ...[exercise, task, of, own.length],
        own.filter(({ open }) => open > 0).length,
        own.filter(({ points }) => points >= of).length,
        own.filter(({ points, open }) => points === 0 && open === 0).length,
        Number(mean.toFixed(2)),
        usualMistakes(results, exercise, task),
      ];
    }),
  ]);
}

/** What most students lost points for: the values that were wrong. */
function usualMistakes(
  results: readonly NotebookResult[],
  exercise: string,
  task: string,
): string {
  const counts = new Map<string, number>();
  for (const result of results) {
    if (result.exercise !== exercise || result.digest === "") continue;
    for (const { task: own, values } of result.marks) {
      if (own !== task) continue;
      for (const { name, reason } of values) {
        if (reason !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, USUAL)
    .map(([name, count]) => `${name} (${count})`).join("; ");
}

function keyOf(
  { student, exercise }: { student: string; exercise: string },
): string {
  return JSON.stringify([student, exercise]);
}
