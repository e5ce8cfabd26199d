import { join } from "node:path";
import { exists, namesIn, writeFolderAtomically } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { TENSORFLOW, venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { pipIn } from "./pip.ts";
import type { Step } from "./step.ts";
import { damagedFiles } from "./wheel_records.ts";

/** The names of the libraries. */
export const TENSORFLOW_LIBRARIES: readonly string[] = [
  "libtensorflow_cc",
  "libtensorflow_framework",
].map((name) =>
  Deno.build.os === "darwin" ? `${name}.2.dylib` : `${name}.so.2`
);

const PINS = join(import.meta.dirname!, "tensorflow.txt");

// Nothing runs the package's Python, so that it need not fit the machine's: any
// version will do that has wheels.
const PYTHON_OF_WHEEL = "3.13";

/** TensorFlow's libraries, out of its Python package. */
export const tensorFlowStep: Step = {
  title: "TensorFlow",
  makes: [TENSORFLOW],
  stamp: join(TENSORFLOW, ".set-up"),
  madeBeside: true,

  async inputs() {
    return [Deno.build.target, await Deno.readTextFile(PINS)];
  },

  async damage() {
    const libraries = TENSORFLOW_LIBRARIES.map((name): [string, string] => [
      `tensorflow/${name}`,
      join(TENSORFLOW, name),
    ]);
    return await damagedFiles(
      join(TENSORFLOW, "package", "RECORD"),
      Object.fromEntries(libraries),
    );
  },

  async make(progress) {
    let version = "";
    // Not flushed, as there are thousands of files: after a power failure they
    // are made again.
    await writeFolderAtomically(TENSORFLOW, async (place) => {
      const work = join(place, "work");
      const wheel = join(work, "wheel");
      // With a pip of its own, as the project's environment is made meanwhile.
      const venv = join(work, "venv");
      await pipIn(venv, [
        ...["download", "--no-deps", "--only-binary=:all:"],
        ...["--python-version", PYTHON_OF_WHEEL, "--dest", work, "-r", PINS],
      ], progress);
      const name = (await namesIn(work))!.find((name) =>
        name.endsWith(".whl")
      )!;
      progress.detail(`${name} being unpacked`);
      await runOrThrow({
        program: venvProgram("python", venv),
        args: ["-m", "zipfile", "-e", join(work, name), wheel],
        onlyEnv: pythonEnv(),
      });
      for (const name of ["include", ...TENSORFLOW_LIBRARIES]) {
        await Deno.rename(join(wheel, "tensorflow", name), join(place, name));
      }
      const info = (await namesIn(wheel))!
        .find((name) => name.endsWith(".dist-info"))!;
      await Deno.rename(join(wheel, info), join(place, "package"));
      await removeIfThere(work);
      version = await versionIn(place);
    }, { synced: false });
    return version;
  },
};

/** The version of the libraries; undefined if there are none. */
export async function tensorFlowVersion(): Promise<string | undefined> {
  return await exists(TENSORFLOW) ? await versionIn(TENSORFLOW) : undefined;
}

async function versionIn(folder: string): Promise<string> {
  const metadata = await Deno.readTextFile(join(folder, "package", "METADATA"));
  return /^Version: (.+)$/m.exec(metadata)![1];
}
