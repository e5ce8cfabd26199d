import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { ROOT, VENV, venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";
import { findMachine } from "./requirements.ts";
import type { Step } from "./step.ts";

const REQUIREMENTS = join(ROOT, "requirements.txt");

/** The Python environment: Jupyter, its tools, and TensorFlow's libraries. */
export const pythonStep: Step = {
  title: "Python environment",
  stamp: join(VENV, ".set-up"),

  async inputs() {
    return [
      VENV, // a moved environment does not work
      `interpreter there: ${await exists(venvProgram("python"))}`,
      await Deno.readTextFile(REQUIREMENTS),
    ];
  },

  async make(progress) {
    const { python } = await findMachine();
    // Nothing can be said of what an interrupted pip leaves, so start anew.
    await removeIfThere(VENV);
    const env = pythonEnv();
    const onLine = (line: string) => progress.detail(line);
    await runOrThrow({
      program: python,
      args: ["-m", "venv", VENV],
      onlyEnv: env,
      onLine,
    });
    await runOrThrow({
      program: venvProgram("python"),
      args: ["-m", "pip", "install", "--no-input", "--progress-bar=off"]
        .concat(["--no-compile", "--disable-pip-version-check"])
        .concat(["-r", REQUIREMENTS]),
      onlyEnv: env,
      onLine,
    });
    const { stdout } = await runOrThrow({
      program: venvProgram("python"),
      args: ["-c", "import platform; print(platform.python_version())"],
      onlyEnv: env,
    });
    return `Python ${stdout}`;
  },
};
