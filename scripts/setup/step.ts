import { exists, writeFileAtomically } from "mle/io/mod.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import type { ProgressLine } from "../shared/progress.ts";

/** One thing that set-up makes, and what it is made from. */
export interface Step {
  title: string;
  /**
   * File that is written last and holds a hash of the inputs. It lies within
   * what the step makes, so that both vanish together.
   */
  stamp: string;
  /**
   * Whether what it makes takes its place, and the stamp's, only when it is
   * whole: what was there before then goes on working should it fail.
   */
  madeBeside?: boolean;
  /** The files and folders that it brings, which `deno task uninstall` removes. */
  makes?: readonly string[];
  /** Everything that, when it changes, makes the step necessary again. */
  inputs(): Promise<string[]>;
  /** Makes it, over whatever an interrupted run may have left; says what came out. */
  make(progress: ProgressLine): Promise<string>;
}

/** Whether the step has been carried out to its end with the present inputs. */
export async function isDone(step: Step): Promise<boolean> {
  if (!await exists(step.stamp)) return false;
  const stamp = await Deno.readTextFile(step.stamp);
  return stamp === await digest(await step.inputs());
}

/** Carries the step out; until it is complete there is no stamp. */
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
