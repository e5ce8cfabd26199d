/**
 * Registers the kernel with Jupyters other than the project's own: `deno task
 * kernel --help`.
 */
import { Command, Option } from "commander";
import { join } from "node:path";
import { exists, writeFileAtomically } from "mle/io/mod.ts";
import { KERNEL_FOLDER } from "./setup/kernel_step.ts";
import { runOrThrow } from "./shared/command.ts";
import { runProgram, userPath } from "./shared/command_line.ts";
import { KERNELSPEC } from "./shared/kernelspec.ts";
import { venvProgram } from "./shared/paths.ts";

interface Options {
  user?: true;
  prefix?: string;
  remove?: true;
}

const program = new Command("deno task kernel")
  .description(
    `Makes the kernel "${KERNELSPEC.display_name}" known to your own Jupyter or to a\n` +
      "JupyterHub. It stays in this folder, which has to stay where it is and has to\n" +
      "be readable for all who use it.",
  )
  .addOption(
    new Option("--user", "to all Jupyters that you start").conflicts("prefix"),
  )
  .option(
    "--prefix <folder>",
    "to the Jupyter in this environment, such as /usr/local or a conda environment",
  )
  .option("--remove", "takes it away again")
  .action(async (options: Options) => {
    const folder = join(
      await jupyterFolder(options),
      "kernels",
      KERNELSPEC.name,
    );
    await (options.remove ? remove(folder) : install(folder));
  });
await runProgram(program);

/** Jupyter's data folder, which the user's own settings may have moved. */
async function jupyterFolder({ user, prefix }: Options): Promise<string> {
  if (prefix !== undefined) return join(userPath(prefix), "share", "jupyter");
  if (!user) program.error("error: expected --user or --prefix <folder>");
  const { stdout } = await runOrThrow({
    program: venvProgram("python"),
    args: ["-m", "jupyter_core", "--data-dir"],
  });
  return stdout.trim();
}

async function install(folder: string): Promise<void> {
  const kernelspec = await Deno.readFile(join(KERNEL_FOLDER, "kernel.json"));
  await Deno.mkdir(folder, { recursive: true });
  await writeFileAtomically(join(folder, "kernel.json"), kernelspec);
  console.log(
    `The kernel "${KERNELSPEC.display_name}" is known to Jupyter: ${folder}`,
  );
}

async function remove(folder: string): Promise<void> {
  if (!await exists(folder)) {
    throw new Error(`Cannot remove the kernel: expected it in ${folder}`);
  }
  await Deno.remove(folder, { recursive: true });
  console.log(`Removed ${folder}`);
}
