import { join, resolve } from "node:path";
import { exists } from "mle/io/mod.ts";
import { VENV, venvProgram } from "../../shared/paths.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import { pythonEnv } from "../../shared/python_env.ts";
import { findBubblewrap, innerCommand, outerCommand } from "./bubblewrap.ts";
import type { Limits, Start } from "./protocol.ts";
import {
  HOME,
  kernelCommand,
  kernelEnv,
  kernelTree,
  sharedFolders,
  WORKSPACE,
} from "./tree.ts";

/** Where to run a kernel, and how to run the driver there. */
export interface Stage extends AsyncDisposable {
  /** The command that runs the trusted driver. */
  driver: string[];
  /** What the driver has to know about it. */
  config: Omit<Start, "workspace" | "limits" | "owner" | "slot">;
}

const DRIVER = [
  ...[venvProgram("python"), "-B"],
  join(import.meta.dirname!, "driver", "main.py"),
];

/**
 * A sandbox. It leaves nothing on the disk and ends with the driver.
 *
 * @throws {Error} if there is no bubblewrap
 */
export async function sandboxStage(
  limits: Limits,
  workspace: string,
  hidden: readonly string[] = [],
): Promise<Stage> {
  const bubblewrap = await findBubblewrap();
  if (bubblewrap === undefined) throw new Error("There is no bubblewrap here.");
  const base = await mountPoint([workspace]);
  const outer = outerCommand(
    bubblewrap,
    base,
    await kernelTree(hidden),
    limits.diskBytes,
  );
  return {
    driver: [...outer, ...DRIVER],
    config: {
      argv: innerCommand(bubblewrap, base, limits, {
        args: kernelCommand(`${HOME}/bin/deno`, `${HOME}/connection.json`),
        isFiltered: true,
      }),
      env: { PATH: "/usr/bin:/bin" },
      project: join(base, "root", HOME, "project"),
      seen: [...WORKSPACE],
      connectionFile: join(base, "root", HOME, "connection.json"),
      proc: "/proc",
      scratch: join(base, "scratch"),
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/**
 * A folder to mount the sandbox on. It must exist and be accessible to
 * everybody; its contents are hidden from the driver, which needs `folders`.
 *
 * @throws {Error} if the driver needs the contents of every such folder
 */
export async function mountPoint(
  folders: readonly string[] = [],
): Promise<string> {
  const needed = await Promise.all(
    [VENV, import.meta.dirname!, venvProgram("python"), ...folders]
      .flatMap((path) => [Deno.realPath(path), resolve(path)]),
  );
  for (const folder of ["/tmp", "/mnt", "/media", "/srv", "/opt"]) {
    const isFree = !needed.some((path) => path.startsWith(`${folder}/`));
    if (isFree && await exists(folder)) return folder;
  }
  throw new Error(
    "Cannot make a sandbox: there is no folder to mount it on, since the " +
      `driver needs what is in them: ${needed.join(", ")}. Move it elsewhere.`,
  );
}

/** No sandbox: the kernel runs as this user, with all rights of this user. */
export async function plainStage(limits: Limits): Promise<Stage> {
  const home = await Deno.makeTempDir({ prefix: "mle-unsafe-" });
  for (const name of ["project", "data", "scratch"]) {
    await Deno.mkdir(join(home, name));
  }
  for (const { from, at } of await sharedFolders(home)) {
    await Deno.symlink(from, at);
  }
  const connectionFile = join(home, "connection.json");
  return {
    driver: DRIVER,
    config: {
      argv: kernelCommand(venvProgram("deno"), connectionFile),
      env: { ...pythonEnv(), ...kernelEnv(home, limits) },
      project: join(home, "project"),
      seen: [...WORKSPACE],
      connectionFile,
      proc: null,
      scratch: null,
    },
    [Symbol.asyncDispose]: () => removeIfThere(home),
  };
}
