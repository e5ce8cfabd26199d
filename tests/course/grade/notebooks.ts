import { VALUES_MIME } from "mle/grading/contract.ts";

/** A cell of a small notebook for tests. */
export interface TestCell {
  cell_type?: string;
  id: string;
  source: string;
  /** Hidden tests, which no notebook's file holds. */
  /** The code of hidden tests. */
  hidden?: string;
  /** The names that these take. */
  takes?: string[];
  metadata?: Record<string, unknown>;
  attachments?: unknown;
}

/** A notebook's file. */
export function notebookText(
  cells: TestCell[],
  metadata: Record<string, unknown> = {
    kernelspec: { name: "deno", language: "typescript" },
  },
): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: cells.map(({ hidden: _, takes: __, ...cell }) => ({
      cell_type: "code",
      metadata: {},
      ...(cell.cell_type ?? "code") === "code"
        ? { outputs: [], execution_count: null }
        : {},
      ...cell,
    })),
  });
}

/** nbgrader's metadata of an answer. */
export function solution(grade_id: string) {
  const flags = { grade: false, solution: true, locked: false, task: false };
  return { nbgrader: { schema_version: 3, grade_id, ...flags } };
}

/** nbgrader's metadata of a cell with hidden tests. */
export function graded(grade_id: string, points: number, task: string) {
  const flags = { grade: true, solution: false, locked: true, task: false };
  const nbgrader = { schema_version: 3, grade_id, points, ...flags };
  return { tags: [task], nbgrader };
}

/** nbgrader's metadata of an answer that a person marks. */
export function byHand(grade_id: string, points: number, task: string) {
  const flags = { grade: true, solution: true, locked: false, task: false };
  const nbgrader = { schema_version: 3, grade_id, points, ...flags };
  return { tags: [task], nbgrader };
}

/** The teacher's notebook that most tests grade against. */
export const TEACHER: TestCell[] = [
  { id: "title", cell_type: "markdown", source: "# Squares" },
  {
    id: "setup",
    metadata: { tags: ["setup"] },
    source: "globalThis.offset = 1;",
  },
  {
    id: "square",
    metadata: solution("square"),
    source: "globalThis.square = (x) => x * x;",
  },
  {
    id: "check-square",
    metadata: graded("check-square", 4, "task-1"),
    source: 'if (square(2) !== 4) throw new Error("expected 4");',
    hidden: `await handOut((seed) => ({
  "square of a small number": () => square(seed % 97 + 3),
  "squares of a list": () => [1, 2, seed % 31 + 4].map(square),
}));`,
  },
  { id: "long-training", source: 'throw new Error("not for grading");' },
  {
    id: "cube",
    metadata: solution("cube"),
    source: "globalThis.cube = (x) => x ** 3;",
  },
  {
    id: "check-cube",
    metadata: graded("check-cube", 2, "task-2"),
    source: 'if (cube(2) !== 8) throw new Error("expected 8");',
    hidden: `await handOut((seed) => ({ "cube": () => cube(seed % 89 + 3) }));`,
  },
  {
    id: "discussion",
    cell_type: "markdown",
    metadata: byHand("discussion", 3, "task-3"),
    source: "Squares grow.",
  },
];

/** The cells that a student gets: no solutions, no hidden tests. */
export const STUDENT: TestCell[] = TEACHER.map((cell) => ({
  ...cell,
  source: ["square", "cube"].includes(cell.id)
    ? `// your ${cell.id}`
    : cell.id === "discussion"
    ? "Your answer"
    : cell.source,
  hidden: undefined,
}));

/** A student's notebook with other cells in some places. */
export function submission(
  changes: Record<string, Partial<TestCell> | undefined>,
  base: TestCell[] = STUDENT,
): TestCell[] {
  return base.flatMap((cell) =>
    cell.id in changes
      ? changes[cell.id] === undefined ? [] : [{ ...cell, ...changes[cell.id] }]
      : [cell]
  );
}

/** All answers right. */
export const RIGHT: TestCell[] = submission({
  square: { source: "globalThis.square = (x) => x * x;" },
  cube: { source: "globalThis.cube = (x) => x * x * x;" },
  discussion: { source: "They grow faster than $x$." },
});

export { VALUES_MIME };
