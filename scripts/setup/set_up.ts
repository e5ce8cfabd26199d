import { Progress } from "../shared/progress.ts";
import { takeLock } from "../shared/lock.ts";
import { carryOut, isDone, type Step } from "./step.ts";

/** What to set up, and where. */
export interface SetUp {
  /** In order; each may use what earlier ones have made. */
  steps: readonly Step[];
  /** Lock file that lets only one set-up run at a time. */
  lock: string;
  /** Called before the first step that is carried out, if any. */
  checkMachine: () => Promise<unknown>;
}

/** Carries out the steps that have not been done yet. */
export async function setUp(
  { steps, lock, checkMachine }: SetUp,
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
