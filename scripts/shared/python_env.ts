import { delimiter, join } from "node:path";
import { VENV } from "./paths.ts";

// Variables meant for other Pythons and Jupyters than ours.
const FOREIGN =
  /^(PYTHON(PATH|HOME|STARTUP|USERBASE)|PIP_(USER|TARGET|PREFIX|ROOT)|VIRTUAL_ENV|CONDA_PREFIX|JUPYTER.*|IPYTHONDIR)$/;

/**
 * The environment for the project's own Python: that of this process without
 * what the user has set for other Pythons and Jupyters. Jupyter keeps its
 * settings and runtime files within the project, too, and neither reads nor
 * writes the user's.
 */
export function pythonEnv(): Record<string, string> {
  const inherited = Object.entries(Deno.env.toObject())
    .filter(([name]) => !FOREIGN.test(name));
  const env = Object.fromEntries(inherited);
  const programs = join(VENV, Deno.build.os === "windows" ? "Scripts" : "bin");
  const jupyter = (folder: string) => join(VENV, "jupyter", folder);
  return {
    ...env,
    PATH: [programs, env.PATH].join(delimiter),
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
    IPYTHONDIR: join(VENV, "ipython"),
    JUPYTER_CONFIG_DIR: jupyter("config"),
    JUPYTER_DATA_DIR: jupyter("data"),
    JUPYTER_RUNTIME_DIR: jupyter("runtime"),
    JUPYTER_PREFER_ENV_PATH: "1",
  };
}
