import { Progress } from "../shared/progress.ts";
import { takeLock } from "../shared/lock.ts";
import { carryOut, isDone, type Step } from "./step.ts";

/**
 * Carries out the steps that have not been done yet, in order; each may use what
 * earlier ones have made.
 *
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
  let checked = false;
  for (const step of steps) {
    if (await isDone(step)) continue;
    if (!checked) await checkMachine();
    checked = true;
    await carryOut(step, new Progress());
  }
}
