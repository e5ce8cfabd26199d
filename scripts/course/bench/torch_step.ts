import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { runOrThrow } from "../../shared/command.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import { BUILD } from "../../shared/paths.ts";
import { pythonEnv } from "../../shared/python_env.ts";
import { findMachine } from "../../setup/requirements.ts";
import type { Step } from "../../setup/step.ts";

const VENV = join(BUILD, "bench", "venv");
const REQUIREMENTS = join(import.meta.dirname!, "requirements.txt");

/** The Python that has PyTorch. */
export const torchPython: string = Deno.build.os === "windows"
  ? join(VENV, "Scripts", "python.exe")
  : join(VENV, "bin", "python");

/** The Python environment with PyTorch, which the benchmark alone needs. */
export const torchStep: Step = {
  title: "PyTorch",
  stamp: join(VENV, ".set-up"),

  async inputs() {
    return [
      VENV, // a moved environment does not work
      `interpreter there: ${await exists(torchPython)}`,
      await Deno.readTextFile(REQUIREMENTS),
    ];
  },

  async make(progress) {
    const { python } = await findMachine();
    await removeIfThere(VENV); // what an interrupted pip left, too
    const steps = [
      [python, "-m", "venv", VENV],
      [torchPython, "-m", "pip", "install", "--no-input", "--progress-bar=off"]
        .concat(["--disable-pip-version-check", "-r", REQUIREMENTS]),
    ];
    for (const [program, ...args] of steps) {
      await runOrThrow({
        program,
        args,
        onlyEnv: pythonEnv(),
        onLine: (line) => progress.detail(line),
      });
    }
    const { stdout } = await runOrThrow({
      program: torchPython,
      args: ["-c", "import torch; print(torch.__version__)"],
      onlyEnv: pythonEnv(),
    });
    return stdout;
  },
};
