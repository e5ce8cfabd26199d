/**
 * Sets up everything the project needs, inside its own folder. What is there
 * already stays; what an interrupted run left half-done is made anew.
 */
import { join } from "node:path";
import { CommandError } from "./shared/command.ts";
import { BUILD } from "./shared/paths.ts";
import { duration } from "./shared/progress.ts";
import { addonStep } from "./setup/addon_step.ts";
import { dataStep } from "./setup/data_step.ts";
import { fashionMnistStep } from "./setup/fashion_mnist_step.ts";
import { kernelStep } from "./setup/kernel_step.ts";
import { npmStep } from "./setup/npm_step.ts";
import { pythonStep } from "./setup/python_step.ts";
import { findMachine } from "./setup/requirements.ts";
import { setUp } from "./setup/set_up.ts";
import type { Step } from "./setup/step.ts";
import { teachersPart } from "./shared/teachers_part.ts";

const sandbox = await teachersPart<{ sandboxStep: Step }>(
  "scripts/course/setup/sandbox_step.ts",
);
const startedAt = performance.now();
try {
  await setUp({
    steps: [
      npmStep,
      pythonStep,
      addonStep,
      kernelStep,
      fashionMnistStep,
      dataStep,
      ...sandbox ? [sandbox.sandboxStep] : [],
    ],
    lock: join(BUILD, "set-up.lock"),
    checkMachine: findMachine, // all that is missing is named at once
  });
  console.log(`Set up (${duration(performance.now() - startedAt)})`);
} catch (error) {
  console.error(`\nSet-up failed. ${messageOf(error)}`);
  Deno.exit(1);
}

function messageOf(error: unknown): string {
  if (!(error instanceof CommandError)) {
    return error instanceof Error ? error.message : String(error);
  }
  return `${error.message}\n\nStart the same command again when the cause is ` +
    "mended; what is done already stays done.";
}
