import { join } from "node:path";
import { EXERCISES } from "../../../scripts/course/tasks/exercises.ts";
import { checkOf } from "./mistakes/mod.ts";

/** The notebooks that have code to write which a check looks at. */
export const ANSWERED: readonly string[] = EXERCISES.map(({ notebook }) =>
  `${notebook}.ipynb`
);

/**
 * What a student might have written, by the solution cell's id. What no check
 * looks at is left out.
 */
export async function answersTo(
  notebook: string,
): Promise<Map<string, string>> {
  const exercise = EXERCISES.find((exercise) =>
    `${exercise.notebook}.ipynb` === notebook
  )!;
  const answers = new Map<string, string>();
  for (const [cell, name] of Object.entries(exercise.answers)) {
    if (!Object.hasOwn(exercise.checks, checkOf(cell))) continue;
    const path = join(import.meta.dirname!, "answers", `${name}.ts`);
    const text = await Deno.readTextFile(path);
    answers.set(cell, text.replaceAll(/^export /gm, ""));
  }
  return answers;
}
