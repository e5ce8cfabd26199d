import { dirname, join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { KERNELSPEC } from "../shared/kernelspec.ts";
import { ROOT, VENV, venvProgram } from "../shared/paths.ts";
import { pythonStep } from "./python_step.ts";
import type { Step } from "./step.ts";

// Settings of `nbgrader validate` and JupyterLab's button "Validate": training
// takes longer than the default of 30 s per cell, and the messages of
// self-checks must not be cut off.
const NBGRADER_CONFIG = `c = get_config()

c.Execute.timeout = None
c.Validator.width = 300
`;
/** Where the project's own Jupyter finds the kernel. */
export const KERNEL_FOLDER: string = join(
  VENV,
  "share",
  "jupyter",
  "kernels",
  KERNELSPEC.name,
);

/** The Jupyter kernel, and the settings of the project's own Jupyter. */
export const kernelStep: Step = {
  title: "Jupyter kernel",
  needs: [pythonStep],
  stamp: join(KERNEL_FOLDER, ".set-up"),
  inputs: () => Promise.resolve([kernelspec(), NBGRADER_CONFIG]),

  async make() {
    await writeFile(join(KERNEL_FOLDER, "kernel.json"), kernelspec());
    // JupyterLab must not ask the network for news whenever it starts.
    await writeFile(
      join(VENV, "share", "jupyter", "lab", "settings", "overrides.json"),
      json({
        "@jupyterlab/apputils-extension:notification": {
          fetchNews: "false",
          checkForUpdates: false,
        },
      }),
    );
    await writeFile(
      join(VENV, "etc", "jupyter", "nbgrader_config.py"),
      NBGRADER_CONFIG,
    );
    return KERNELSPEC.display_name;
  },
};

async function writeFile(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, text);
}

function kernelspec(): string {
  return json({
    argv: [
      // Isolated from what the user has set for other Pythons.
      ...[venvProgram("python"), "-I", join(ROOT, "scripts", "kernel")],
      "{connection_file}",
    ],
    display_name: KERNELSPEC.display_name,
    language: KERNELSPEC.language,
    // Stop is a message to the wrapper, which decides how it goes on to Deno.
    interrupt_mode: "message",
    env: {
      NO_COLOR: "1",
      TF_CPP_MIN_LOG_LEVEL: "2",
      DENO_NO_UPDATE_CHECK: "1",
    },
  });
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}
