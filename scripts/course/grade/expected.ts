import { assemble } from "./assemble.ts";
import type { Json } from "./compare.ts";
import type { Expected } from "./mark.ts";
import type { GradingNotebook } from "./notebook.ts";
import type { Runner } from "./runner.ts";
import { ticketedRun, valuesCellId } from "./tickets.ts";
import { readValues } from "./values.ts";

/** The teacher's edition itself does not do what grading needs. */
export class TeachersEditionError extends Error {
  override name = "TeachersEditionError";
}

/**
 * Runs the teacher's edition as a submission is run, and returns its values.
 *
 * @throws {TeachersEditionError} if a grade cell gives none, or an error
 */
export async function expectedValues(
  teacher: GradingNotebook,
  seed: number,
  runner: Runner,
): Promise<Expected> {
  const assembled = assemble(teacher, teacher);
  const { cells, nonces } = ticketedRun(assembled, seed);
  const result = await runner(cells);
  const problems: string[] = [];
  const expected: Expected = {};
  for (const { id, error } of result.cells) {
    if (error) problems.push(`cell ${id}: ${error.name}: ${error.message}`);
  }
  for (const { id, graded } of assembled) {
    if (!graded || graded.byHand) continue;
    const nonce = nonces.get(id);
    const { values, problem } = nonce === undefined
      ? { problem: "it has no hidden tests" }
      : readValues(result, valuesCellId(id), nonce);
    expected[id] = {};
    const wrong = (what: string) => problems.push(`grade cell ${id}: ${what}`);
    if (values === undefined) {
      wrong(problem);
      continue;
    }
    if (values.size === 0) wrong("it hands out no values");
    for (const [name, got] of values) {
      if ("error" in got) wrong(`${name}: ${got.error}`);
      else expected[id][name] = got.value satisfies Json;
    }
  }
  if (problems.length === 0) return expected;
  throw new TeachersEditionError(
    `The teacher's edition of ${teacher.name} cannot be graded against:\n` +
      `${problems.join("\n")}\n(${result.end}: ${result.message})`,
  );
}
