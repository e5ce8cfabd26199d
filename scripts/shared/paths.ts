import { join } from "node:path";

/** The project's root folder. */
export const ROOT: string = join(import.meta.dirname!, "..", "..");

/** The project's own Python environment. */
export const VENV: string = join(ROOT, ".venv");

/** Everything that can be made again: executed notebooks, pages, reports. */
export const BUILD: string = join(ROOT, "build");

/** TensorFlow's libraries, and its C++ headers under `include`. */
export const TENSORFLOW: string = join(BUILD, "tensorflow");

/** A program of a Python environment, the project's unless another is given. */
export function venvProgram(name: string, venv = VENV): string {
  return Deno.build.os === "windows"
    ? join(venv, "Scripts", `${name}.exe`)
    : join(venv, "bin", name);
}

/** The Python environment's package folder; undefined if there is none yet. */
export function sitePackages(): string | undefined {
  if (Deno.build.os === "windows") return join(VENV, "Lib", "site-packages");
  try {
    for (const entry of Deno.readDirSync(join(VENV, "lib"))) {
      if (entry.name.startsWith("python3.")) {
        return join(VENV, "lib", entry.name, "site-packages");
      }
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return undefined;
}
