/** Opens JupyterLab on the notebooks: `deno task lab`. */
import { Command } from "commander";
import { runProgram } from "./shared/command_line.ts";
import { integerFrom } from "./shared/number_options.ts";
import { KERNELSPEC } from "./shared/kernelspec.ts";
import { memoryLimit, memoryWarning } from "./shared/memory.ts";
import { ROOT, venvProgram } from "./shared/paths.ts";
import { pythonEnv } from "./shared/python_env.ts";

await runProgram(
  new Command("deno task lab")
    .description("Open JupyterLab on the notebooks.")
    .option("--port <n>", "where it listens; 8888 unless given", integerFrom(0))
    .option("--no-browser", "open no browser")
    .argument(
      "[arguments...]",
      "after --, for JupyterLab itself: see `deno task lab -- --help`",
    )
    .action(openLab),
);

async function openLab(
  args: string[],
  { port, browser }: { port?: number; browser: boolean },
): Promise<void> {
  const hasScreen = Deno.build.os !== "linux" ||
    ["DISPLAY", "WAYLAND_DISPLAY"].some((name) => Deno.env.get(name));
  const isRemote = Deno.env.has("SSH_CONNECTION") || !hasScreen;
  if (isRemote) {
    console.log(
      "To work from another machine, let ssh forward the port of the address\n" +
        "below, and open that address in a browser there, token included:\n" +
        `  ssh -N -L 8888:localhost:8888 ${account()}\n` +
        "Another port: deno task lab --port 9000\n",
    );
  }

  const warning = memoryWarning(await memoryLimit());
  if (warning) console.log(`${warning}\n`);

  const lab = new Deno.Command(venvProgram("python"), {
    args: ["-m", "jupyterlab", "--ServerApp.root_dir", ROOT]
      .concat(["--LabApp.default_url=/lab/tree/notebooks"])
      .concat(`--MultiKernelManager.default_kernel_name=${KERNELSPEC.name}`)
      // In a container one is often root; the server listens only on this
      // machine.
      .concat(Deno.uid() === 0 ? ["--allow-root"] : [])
      .concat(isRemote || !browser ? ["--no-browser"] : [])
      .concat(port === undefined ? [] : [`--port=${port}`])
      .concat(args),
    cwd: ROOT,
    env: pythonEnv(),
    clearEnv: true,
  }).spawn();

  // Ctrl-C reaches JupyterLab as well, which asks and then ends its kernels.
  Deno.addSignalListener("SIGINT", () => {});
  Deno.addSignalListener("SIGTERM", () => lab.kill("SIGTERM"));
  Deno.exit((await lab.status).code);
}

/** This machine's address for ssh from elsewhere. */
function account(): string {
  const user = Deno.env.get("USER") ?? Deno.env.get("LOGNAME") ?? "you";
  return `${user}@${Deno.hostname()}`;
}
