import { join } from "node:path";
import { exists, writeFolderAtomically } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { isMovable, makeMovable } from "./movable_venv.ts";
import { pipIn } from "./pip.ts";
import type { Step } from "./step.ts";
import { missingModules } from "./wheel_records.ts";

/** A Python environment to set up. */
export interface Venv {
  title: string;
  /** Its folder. */
  folder: string;
  /** The requirements.txt that pins its packages. */
  requirements: string;
  /** Further options of `pip install`. */
  options?: string[];
  /** Python code that prints what has been installed, for people. */
  describe: string;
}

// Programs on Windows contain the interpreter's path where it cannot be
// replaced.
const IN_PLACE = Deno.build.os === "windows";

/**
 * The step that makes a Python environment, again whenever its requirements
 * change; the previous one keeps working until the new one is complete.
 */
export function venvStep(
  { title, folder, requirements, options = [], describe }: Venv,
): Step {
  const python = venvProgram("python", folder);
  return {
    title,
    makes: [folder],
    stamp: join(folder, ".set-up"),
    madeBeside: !IN_PLACE,

    async inputs() {
      return [
        await isMovable(folder) ? "works wherever it lies" : folder,
        `interpreter there: ${await exists(python)}`,
        await Deno.readTextFile(requirements),
      ];
    },

    damage: () => missingModules(folder),

    async make(progress) {
      const install = (place: string) =>
        pipIn(
          place,
          ["install", "--no-compile", ...options, "-r", requirements],
          progress,
        );
      if (IN_PLACE) {
        // What an interrupted pip leaves behind cannot be trusted, so start
        // from scratch.
        await removeIfThere(folder);
        await install(folder);
      } else {
        // Not flushed, as there are tens of thousands of files: after a power
        // failure they are made again.
        await writeFolderAtomically(folder, async (place) => {
          await install(place);
          await makeMovable(place, folder);
        }, { synced: false });
      }
      const args = ["-c", describe];
      const onlyEnv = pythonEnv();
      return (await runOrThrow({ program: python, args, onlyEnv })).stdout;
    },
  };
}
