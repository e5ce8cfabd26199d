import type { JsonValue } from "mle/grading/json_value.ts";
import { assemble } from "./assemble.ts";
import type { GradingNotebook } from "./notebook.ts";
import { hiddenCells, ownCells } from "./tickets.ts";
import { readValues } from "./values.ts";
import type { CellOutcome, Session } from "../sandbox/mod.ts";

/** The values of the teacher's edition for the inputs drawn from a seed. */
export interface Expected {
  seed: number;
  /** By grade cell, by name. */
  values: Record<string, Record<string, JsonValue>>;
}

/**
 * Runs the teacher's edition once, like a submission, and its hidden tests once
 * for each seed.
 *
 * @throws {Error} if a grade cell hands out no values, or an
 * error
 */
export async function expectedValues(
  teacher: GradingNotebook,
  seeds: readonly number[],
  session: Session,
): Promise<Expected[]> {
  const assembled = assemble(teacher, teacher);
  const problems: string[] = [];
  const run = async (cells: Parameters<Session["run"]>[0]) => {
    const result = await session.run(cells);
    problems.push(...errorsOf(result.cells));
    if (result.end !== "finished") problems.push(result.message);
    return result.cells;
  };
  await run(ownCells(assembled));
  const all: Expected[] = [];
  for (const seed of seeds) {
    const { cells, nonces } = hiddenCells(assembled, seed);
    const outcomes = await run(cells);
    const values: Expected["values"] = {};
    for (const { id, graded } of assembled) {
      if (!graded || graded.byHand) continue;
      const read = readValues(outcomes, id, nonces.get(id));
      const got = Object.entries(read.values ?? {});
      problems.push(
        ...[
          read.problem ?? (got.length === 0 ? "it hands out no values" : []),
          got.map(([name, one]) =>
            "error" in one ? `${name}: ${one.error}` : []
          ),
        ].flat(2).map((problem) => `grade cell ${id}: ${problem}`),
      );
      values[id] = Object.fromEntries(
        got.flatMap(([name, one]) => "value" in one ? [[name, one.value]] : []),
      );
    }
    all.push({ seed, values });
    if (problems.length > 0) break;
  }
  if (problems.length === 0) return all;
  throw new Error(
    `The teacher's edition of ${teacher.name} cannot be graded against:\n` +
      problems.join("\n"),
  );
}

function errorsOf(outcomes: readonly CellOutcome[]): string[] {
  return outcomes.flatMap(({ id, error }) =>
    error ? [`cell ${id}: ${error.name}: ${error.message}`] : []
  );
}
