import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { findMachine } from "./requirements.ts";
import type { Step } from "./step.ts";

/** A Python environment to set up. */
export interface Venv {
  title: string;
  /** Its folder. */
  folder: string;
  /** The requirements.txt that pins its packages. */
  requirements: string;
  /** Python code that prints what has been installed, for people. */
  describe: string;
}

/** The step that makes a Python environment, anew whenever its requirements change. */
export function venvStep(
  { title, folder, requirements, describe }: Venv,
): Step {
  const python = venvProgram("python", folder);
  return {
    title,
    stamp: join(folder, ".set-up"),

    async inputs() {
      return [
        folder, // a moved environment does not work
        `interpreter there: ${await exists(python)}`,
        await Deno.readTextFile(requirements),
      ];
    },

    async make(progress) {
      const machine = await findMachine();
      // What an interrupted pip leaves behind cannot be trusted, so start anew.
      await removeIfThere(folder);
      const run = (program: string, ...args: string[]) =>
        runOrThrow({
          program,
          args,
          onlyEnv: pythonEnv(),
          onLine: (line) => progress.detail(line),
        });
      await run(machine.python, "-m", "venv", folder);
      await run(
        ...[python, "-m", "pip", "install", "--no-input"] as const,
        ...["--progress-bar=off", "--no-compile"],
        ...["--disable-pip-version-check", "-r", requirements],
      );
      return (await run(python, "-c", describe)).stdout;
    },
  };
}
