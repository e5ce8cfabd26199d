import { copy } from "./copy.ts";
import { join } from "node:path";
import { assemble } from "../../../scripts/course/grade/assemble.ts";
import { expectedValues } from "../../../scripts/course/grade/expected.ts";
import { type CellMark, mark } from "../../../scripts/course/grade/mark.ts";
import type { GradingNotebook } from "../../../scripts/course/grade/notebook.ts";
import { readTeachersNotebook } from "../../../scripts/course/grade/teachers_notebook.ts";
import { ticketedRun } from "../../../scripts/course/grade/tickets.ts";
import { NOTEBOOKS } from "../../../scripts/notebooks/sources.ts";
import { writeStudentProject } from "../../../scripts/course/release/student_project.ts";
import {
  type CellOutcome,
  type CellToRun,
  runInSandbox,
  type SandboxedRun,
  sandboxProblem,
  type SandboxResult,
} from "../../../scripts/course/sandbox/mod.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";

/** Texts of solution cells, by their id; the others stay the teacher's. */
export type Variant = Map<string, string>;

/** What became of a variant. */
export interface GradedVariant {
  /** By the grade cell's id. */
  marks: Map<string, CellMark>;
  /** What each self-check said; nothing if it was content. */
  said: Map<string, string | undefined>;
}

/**
 * Grades many variants of a notebook, one after the other in one kernel, which
 * is as good as a kernel for each, since a cell may declare a name again.
 */
export async function gradeVariants(
  name: string,
  workspace: string,
  variants: readonly Variant[],
): Promise<GradedVariant[]> {
  const teacher = await readTeachersNotebook(join(NOTEBOOKS, name));
  const seed = 1_234_567;
  const expected = await expectedValues(
    teacher,
    seed,
    (cells) => run({ cells, workspace: ROOT }),
  );
  const runs = variants.map((variant, number) => {
    const assembled = assemble(teacher, submission(teacher, variant));
    const { cells, nonces } = ticketedRun(assembled, seed);
    const setup = new Set(
      assembled.filter(({ role }) => role === "setup").map(({ id }) => id),
    );
    const own = cells
      .filter(({ id }) => number === 0 || !setup.has(id))
      .map(({ id, source }): CellToRun => ({ id: `${number}/${id}`, source }));
    return { assembled, nonces, own };
  });
  const result = await run({
    cells: runs.flatMap(({ own }) => own),
    workspace,
    limits: { notebookMs: 900_000 },
  });
  return runs.map(({ assembled, nonces }, number) => {
    const part = partOf(result, `${number}/`);
    const marks = mark(assembled, nonces, part, expected);
    return {
      marks: new Map(marks.map((cellMark) => [cellMark.id, cellMark])),
      said: new Map(part.cells.map(({ id, error }) => [id, error?.message])),
    };
  });
}

/** What a student's kernel sees when graded: the students' edition and `handOut`. */
export async function writeGradingWorkspace(folder: string): Promise<void> {
  await writeStudentProject(folder);
  const grading = join("lib", "grading");
  await copy(join(ROOT, grading), join(folder, grading));
}

async function run(asked: SandboxedRun): Promise<SandboxResult> {
  // What runs here is the project's own; without a sandbox it is as good.
  const unsafe = await sandboxProblem() !== undefined;
  return await runInSandbox({ ...asked, unsafe });
}

function submission(
  teacher: GradingNotebook,
  variant: Variant,
): GradingNotebook {
  return {
    ...teacher,
    cells: teacher.cells.map((cell) => ({
      ...cell,
      source: variant.get(cell.id) ?? cell.source,
    })),
  };
}

function partOf(result: SandboxResult, prefix: string): SandboxResult {
  const cells = result.cells
    .filter(({ id }) => id.startsWith(prefix))
    .map((cell): CellOutcome => ({
      ...cell,
      id: cell.id.slice(prefix.length),
    }));
  return { ...result, cells };
}
