import { findBubblewrap } from "../sandbox/bubblewrap.ts";
import { sandboxProblem } from "../sandbox/mod.ts";

/** The sandbox in which submissions are graded; only graders need it. */
export async function describeSandbox(): Promise<[string, string][]> {
  const problem = await sandboxProblem();
  return [[
    "for grading",
    problem === undefined
      ? `works, with ${await findBubblewrap()}`
      : `none. ${problem}`,
  ]];
}
