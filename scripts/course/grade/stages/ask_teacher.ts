import { type Expected, expectedValues } from "../expected.ts";
import type { Grading } from "../grade_all.ts";
import type { Planned } from "./plan.ts";

// Enough that neighbours have other inputs; each costs some seconds once.
const MAX_SEEDS = 8;

/**
 * The teacher's values for the exercises that are to be graded, on new inputs
 * each time, so that nothing seen in an earlier run is of any use.
 */
export async function askTeacher(
  pending: readonly Planned[],
  { course, openSandboxes, unsafe, seed, progress, signal }: Grading,
): Promise<Map<string, Expected[]>> {
  const expected = new Map<string, Expected[]>();
  const countOf = (exercise: string) =>
    pending.filter(({ submission }) => submission.exercise === exercise).length;
  const needed = course.teachers.filter(({ name }) => countOf(name) > 0);
  const workspace = course.teachersWorkspace;
  await using sandboxes = openSandboxes(
    { workspace, unsafe, signal },
    needed.length,
  );
  for (const teacher of needed) {
    const { name } = teacher;
    progress.start(`Teacher's ${name}`);
    try {
      const count = Math.min(MAX_SEEDS, countOf(name));
      const seeds = seed === undefined
        ? [...crypto.getRandomValues(new Uint32Array(count))]
        : [seed];
      await using session = await sandboxes.open();
      expected.set(name, await expectedValues(teacher, seeds, session));
      progress.done("");
    } catch (error) {
      progress.failed();
      throw error;
    }
  }
  return expected;
}
