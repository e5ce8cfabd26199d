import { clearLeftOvers } from "mle/io/mod.ts";
import { Progress } from "../shared/progress.ts";
import { takeLock } from "../shared/lock.ts";
import { carryOut, isDone, type Step } from "./step.ts";

/**
 * Carries out the steps that have not been done yet, side by side as far as they
 * do not need each other. If one fails, those that do not need it end
 * nevertheless, as what they make is kept.
 *
 * @param steps Each after those that it needs.
 * @param lock Lock file that lets only one set-up run at a time.
 * @param checkMachine Called before the first step that is carried out, if any.
 */
export async function setUp(
  steps: readonly Step[],
  lock: string,
  checkMachine: () => Promise<unknown>,
): Promise<void> {
  using _lock = await takeLock(lock, (holder) => {
    console.log(
      `Waiting for another set-up that is running here (process ${holder})`,
    );
  });
  let checked: Promise<unknown> | undefined;
  const results = new Map<Step, Promise<void>>();
  const complete = async (step: Step) => {
    await Promise.all((step.needs ?? []).map((need) => results.get(need)));
    // A renewal may have been killed, and what it was for be undone since.
    for (const place of step.makes ?? []) await clearLeftOvers(place);
    if (await isDone(step)) return;
    await (checked ??= checkMachine());
    await carryOut(step, new Progress());
  };
  for (const step of steps) results.set(step, complete(step));
  const failed = (await Promise.allSettled(results.values()))
    .find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}
