import { exists, textIn, writeFileAtomically } from "mle/io/mod.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import type { ProgressLine } from "../shared/progress.ts";

/** One thing that set-up makes, and its inputs. */
export interface Step {
  title: string;
  /**
   * A file that is written last and holds a hash of the inputs. It lies within
   * what the step makes, so that both vanish together.
   */
  stamp: string;
  /** The steps whose results it uses. */
  needs?: readonly Step[];
  /**
   * Whether the result, stamp included, is moved into place only when it is
   * complete, so that what was there before keeps working if the step fails.
   */
  madeBeside?: boolean;
  /** The files and folders that it makes, which `deno task uninstall` removes. */
  makes?: readonly string[];
  /** Everything whose change makes the step necessary again. */
  inputs(): Promise<string[]>;
  /** What of its result was cut off or removed later, as far as it looks. */
  damage?(): Promise<string[]>;
  /**
   * Makes it, replacing whatever an interrupted run may have left; returns the
   * result in words.
   */
  make(progress: ProgressLine): Promise<string>;
}

/** Whether the step has been completed with the current inputs. */
export async function isDone(step: Step): Promise<boolean> {
  const stamp = await textIn(step.stamp);
  return stamp !== undefined && stamp === await digest(await step.inputs()) &&
    await isWhole(step);
}

/**
 * Whether all steps have been completed once, with whatever inputs, and what
 * they made then is still there.
 */
export async function wasSetUp(steps: readonly Step[]): Promise<boolean> {
  const whole = await Promise.all(
    steps.map(async (step) => await exists(step.stamp) && await isWhole(step)),
  );
  return whole.every((isWhole) => isWhole);
}

async function isWhole(step: Step): Promise<boolean> {
  return (await step.damage?.() ?? []).length === 0;
}

/** Carries out the step; there is no stamp until it is complete. */
export async function carryOut(
  step: Step,
  progress: ProgressLine,
): Promise<void> {
  progress.start(step.title);
  try {
    if (!step.madeBeside) await removeIfThere(step.stamp);
    const result = await step.make(progress);
    await writeFileAtomically(step.stamp, await digest(await step.inputs()));
    progress.done(result);
  } catch (error) {
    progress.failed();
    throw error;
  }
}

async function digest(inputs: string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(inputs));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.toHex() + "\n";
}
