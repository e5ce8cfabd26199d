/**
 * Makes a bare Debian or Ubuntu, sets a clean clone up in it as README says, and
 * runs commands there: `deno task bare`.
 */
import { join } from "node:path";
import { Argument, Command } from "commander";
import { runProgram } from "../shared/command_line.ts";
import { takeLock } from "../shared/lock.ts";
import { BUILD } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { durationText } from "mle/notebook/duration_text.ts";
import { BareRoot, ROOT_ACCOUNT, USER_ACCOUNT } from "./bare/bare_root.ts";
import { cloneInto, setUpIn } from "./bare/set_up_in.ts";
import { SYSTEMS } from "./bare/systems.ts";

await runProgram(
  new Command("deno task bare")
    .description(
      "Make a bare Debian or Ubuntu with debootstrap, set a clone of the last\n" +
        "commit up in it, run commands there, and remove it again. Needs root,\n" +
        "debootstrap and, for Ubuntu, --mirror or the package ubuntu-keyring.",
    )
    .addArgument(
      new Argument("<system>", "what to make").choices(Object.keys(SYSTEMS)),
    )
    .argument("[commands...]", "in sh, in the clone", ["bash .ci/run"])
    .option("--root", "as root instead of an ordinary user")
    .option("--mirror <url>", "where packages come from, for debootstrap")
    .action(tryBare),
);

async function tryBare(
  name: string,
  commands: string[],
  { root: asRoot = false, mirror }: { root?: boolean; mirror?: string },
): Promise<void> {
  if (Deno.uid() !== 0) {
    throw new Error("debootstrap and mounts need root: run this with sudo");
  }
  const account = asRoot ? ROOT_ACCOUNT : USER_ACCOUNT;
  const folder = join(BUILD, `bare-${name}-${account.name}`);
  using _lock = await takeLock(`${folder}.lock`, (holder) => {
    throw new Error(`Process ${holder} is trying ${name} here already`);
  });
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => stopped.abort());
  }
  const system = { ...SYSTEMS[name], mirror };
  const progress = new Progress();
  let failures = 0;
  try {
    progress.start(`${name}${mirror ? `, from ${mirror}` : ""}`);
    await using root = await BareRoot.make(system, folder, {
      signal: stopped.signal,
      onLine: (line) => progress.detail(line),
    }).catch((error) => {
      progress.failed();
      throw error;
    });
    progress.done("made");
    const project = await cloneInto(root, account);
    await setUpIn(root, account, project, progress);
    for (const command of commands) {
      console.log(`\n${account.name}$ ${command}`);
      const startedAt = performance.now();
      const { code } = await root.run(
        account,
        ["sh", "-c", `cd "$0" && ${command}`, project],
        (line) => console.log(line),
      );
      const took = durationText(performance.now() - startedAt);
      console.log(`(exit code ${code}, ${took})`);
      if (code !== 0) failures++;
    }
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
  }
  if (stopped.signal.aborted) Deno.exit(130);
  if (failures > 0) Deno.exit(1);
}
