import { join } from "node:path";
import { BUILD } from "../shared/paths.ts";
import { durationText } from "mle/notebook/duration_text.ts";
import { addonStep } from "./addon_step.ts";
import { dataStep } from "./data_step.ts";
import { failureMessage } from "./failure_message.ts";
import { fashionMnistStep } from "./fashion_mnist_step.ts";
import { kernelStep } from "./kernel_step.ts";
import { bindingsStep, nativeKernelsStep } from "./native_steps.ts";
import { npmStep } from "./npm_step.ts";
import { platformNote } from "./platform.ts";
import { pythonStep } from "./python_step.ts";
import { findMachine } from "./requirements.ts";
import { setUp } from "./set_up.ts";
import { type Step, wasSetUp } from "./step.ts";
import { tensorFlowStep } from "./tensorflow_step.ts";

/** The lock that lets only one set-up run here at a time. */
export const SET_UP_LOCK: string = join(BUILD, "set-up.lock");

/** The steps that everybody needs. */
export const STEPS: readonly Step[] = [
  npmStep,
  pythonStep,
  // On Windows the addon brings its own.
  ...Deno.build.os === "windows"
    ? []
    : [tensorFlowStep, nativeKernelsStep, bindingsStep],
  addonStep,
  kernelStep,
  fashionMnistStep,
  dataStep,
];

/**
 * Sets up everything that the project needs, inside its own folder. What is
 * already there is kept; what an interrupted run left half-done is made again.
 * Ends the program with exit code 1 if that fails.
 *
 * @param more Further steps, to run after everybody's.
 */
export async function setUpProject(more: readonly Step[] = []): Promise<void> {
  const startedAt = performance.now();
  try {
    await setUp([...STEPS, ...more], SET_UP_LOCK, checkMachine);
    console.log(`Set up (${durationText(performance.now() - startedAt)})`);
  } catch (error) {
    console.error(`\nSet-up failed. ${failureMessage(error)}`);
    if (!await wasSetUp([...STEPS, ...more])) Deno.exit(1);
    console.error(
      "\nWARNING: the previous installation is used, which may be out of date.",
    );
  }
}

/** Names at once everything that stands in the way. */
async function checkMachine(): Promise<void> {
  const note = platformNote(Deno.build);
  if (note !== undefined) console.log(note);
  await findMachine();
}
