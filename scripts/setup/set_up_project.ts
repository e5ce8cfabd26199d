import { join } from "node:path";
import { CommandError } from "../shared/command.ts";
import { BUILD } from "../shared/paths.ts";
import { duration } from "../shared/progress.ts";
import { addonStep } from "./addon_step.ts";
import { dataStep } from "./data_step.ts";
import { fashionMnistStep } from "./fashion_mnist_step.ts";
import { kernelStep } from "./kernel_step.ts";
import { npmStep } from "./npm_step.ts";
import { pythonStep } from "./python_step.ts";
import { findMachine } from "./requirements.ts";
import { setUp } from "./set_up.ts";
import type { Step } from "./step.ts";

/** Lets one set-up at a time work here. */
export const SET_UP_LOCK: string = join(BUILD, "set-up.lock");

/** What everybody needs. */
export const STEPS: readonly Step[] = [
  npmStep,
  pythonStep,
  addonStep,
  kernelStep,
  fashionMnistStep,
  dataStep,
];

/**
 * Sets up everything the project needs, inside its own folder. What is there
 * already stays; what an interrupted run left half-done is made anew. Ends the
 * program with exit code 1 if that fails.
 *
 * @param more Steps that come after everybody's.
 */
export async function setUpProject(more: readonly Step[] = []): Promise<void> {
  const startedAt = performance.now();
  try {
    await setUp({
      steps: [...STEPS, ...more],
      lock: SET_UP_LOCK,
      checkMachine: findMachine, // all that is missing is named at once
    });
    console.log(`Set up (${duration(performance.now() - startedAt)})`);
  } catch (error) {
    console.error(`\nSet-up failed. ${messageOf(error)}`);
    Deno.exit(1);
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof CommandError)) {
    return error instanceof Error ? error.message : String(error);
  }
  return `${error.message}\n\nStart the same command again when the cause is ` +
    "mended; what is done already stays done.";
}
