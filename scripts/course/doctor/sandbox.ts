import { findBubblewrap } from "../sandbox/bubblewrap.ts";
import { sandboxProblem } from "../sandbox/mod.ts";

/** What submissions are graded in; whoever grades none does not need it. */
export async function describeSandbox(): Promise<[string, string][]> {
  const problem = await sandboxProblem();
  return [[
    "for grading",
    problem === undefined
      ? `works, with ${await findBubblewrap()}`
      : `none. ${problem}`,
  ]];
}
