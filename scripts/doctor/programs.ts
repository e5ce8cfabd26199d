import { runOrThrow } from "../shared/command.ts";
import { VENV, venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";
import { VERSION } from "../shared/version.ts";
import { findMachine } from "../setup/requirements.ts";

const PYTHON_PACKAGES = ["jupyterlab", "nbconvert", "nbclient", "nbgrader"];

/** The programs and Python packages in use, with their versions. */
export async function describePrograms(): Promise<[string, string][]> {
  const { python, compiler } = await findMachine();
  const script = `import importlib.metadata as m, platform, sys
print(platform.python_version(), *map(m.version, sys.argv[1:]))`;
  const { stdout } = await runOrThrow({
    program: venvProgram("python"),
    args: ["-c", script, ...PYTHON_PACKAGES],
    onlyEnv: pythonEnv(),
  });
  const [version, ...packages] = stdout.split(" ");
  return [
    ["this project", VERSION],
    ["Deno", `${Deno.version.deno} (TypeScript ${Deno.version.typescript})`],
    ["Deno of the kernel", await firstLine(venvProgram("deno"))],
    ["Python", `${version} in ${VENV}, made with ${python}`],
    ["C++ compiler", compiler ? await firstLine(compiler) : "none"],
    ...PYTHON_PACKAGES.map((name, index): [string, string] => [
      name,
      packages[index],
    ]),
  ];
}

async function firstLine(program: string): Promise<string> {
  const { stdout } = await runOrThrow({ program, args: ["--version"] });
  return stdout.split("\n")[0];
}
