import { Progress } from "../shared/progress.ts";
import { takeLock } from "../shared/lock.ts";
import { carryOut, isDone, type Step } from "./step.ts";

/** What to set up, and where. */
export interface SetUp {
  /** In order; each may use what the ones before it made. */
  steps: readonly Step[];
  /** File that lets one set-up work at a time. */
  lock: string;
  /** Called before the first step that is carried out, if there is one. */
  checkMachine: () => Promise<unknown>;
}

/** Carries out the steps that are not done yet. */
export async function setUp(
  { steps, lock, checkMachine }: SetUp,
): Promise<void> {
  using _lock = await takeLock(lock, (holder) => {
    console.log(`Waiting for another set-up at work here (process ${holder})`);
  });
  let checked = false;
  for (const step of steps) {
    if (await isDone(step)) continue;
    if (!checked) await checkMachine();
    checked = true;
    await carryOut(step, new Progress());
  }
}
