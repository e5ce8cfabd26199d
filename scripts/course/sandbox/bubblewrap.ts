import { delimiter, join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { BUILD } from "../../shared/paths.ts";
import type { Limits } from "./protocol.ts";
import { HOME, kernelEnv, type Tree } from "./tree.ts";

/** Where set-up unpacks bubblewrap if it cannot install it. */
export const OWN_BUBBLEWRAP: string = join(BUILD, "bubblewrap");

// The user `nobody`, who owns nothing.
const NOBODY = "65534";

/** The path of bubblewrap: the system's, or else the one that set-up unpacked. */
export async function findBubblewrap(): Promise<string | undefined> {
  const folders = (Deno.env.get("PATH") ?? "").split(delimiter)
    .concat([join(OWN_BUBBLEWRAP, "usr", "bin")]);
  for (const folder of folders) {
    const path = join(folder, "bwrap");
    // A folder that we may not read counts as empty.
    if (await exists(path).catch(() => false)) return path;
  }
  return undefined;
}

// Starts a program as the first process of a PID namespace, with the namespace's
// own /proc: there the inner bubblewrap looks itself up. The outer one can make
// it only for an ordinary user: for root it mounts /proc/sys over itself, and the
// system then lets nobody inside mount another /proc.
const WITH_OWN_PROC = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount"]
  .concat(["--pid", "--fork", "--kill-child", "--mount-proc", "--"]);

/** Arguments that put the tree's folders, links and files under `root`. */
function treeArgs(
  { folders, links, binds, hidden }: Tree,
  root: string,
): string[] {
  return [
    ...folders.flatMap((path) => ["--dir", join(root, path)]),
    ...links.flatMap(({ at, to }) => ["--symlink", to, join(root, at)]),
    ...binds.flatMap(({ from, at }) => ["--ro-bind", from, join(root, at)]),
    ...hidden.flatMap((path) => ["--tmpfs", join(root, path)]),
  ];
}

/**
 * The command that runs a trusted program in its own network and PID
 * namespaces, with the tree that the kernel will see mounted under `base`. It
 * runs with all available rights, since the kernel's user may not be allowed to
 * read the folder that contains the project.
 */
export function outerCommand(
  bubblewrap: string,
  base: string,
  tree: Tree,
  diskBytes: number,
): string[] {
  return [
    ...Deno.uid() === 0
      ? [...WITH_OWN_PROC, bubblewrap]
      : [bubblewrap, "--unshare-pid"],
    ...["--unshare-net", "--die-with-parent", "--dev-bind", "/", "/"],
    ...Deno.uid() === 0 ? [] : ["--proc", "/proc"],
    ...["--tmpfs", base],
    ...["--perms", "1777", "--size", `${diskBytes}`],
    ...["--tmpfs", join(base, "scratch")],
    ...["--perms", "1777", "--dir", join(base, "scratch", "build")],
    ...treeArgs(tree, join(base, "root")),
    "--",
  ];
}

/**
 * The command that runs an untrusted program in the actual sandbox; null stands
 * for the file descriptor of the system call filter.
 */
export function innerCommand(
  bubblewrap: string,
  base: string,
  limits: Limits,
  command: { args: string[]; isFiltered: boolean },
): (string | null)[] {
  const asNobody = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY]
    .concat(["--clear-groups", "--no-new-privs"]);
  return [
    ...Deno.uid() === 0 ? asNobody : [],
    ...[bubblewrap, "--unshare-user", "--unshare-pid", "--unshare-ipc"],
    ...["--unshare-uts", "--unshare-cgroup-try", "--disable-userns"],
    ...["--cap-drop", "ALL", "--die-with-parent", "--new-session"],
    ...command.isFiltered ? ["--seccomp", null] : [],
    ...["--hostname", "sandbox", "--ro-bind", join(base, "root"), "/"],
    ...["--bind", join(base, "scratch"), `${HOME}/scratch`],
    ...["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"],
    ...["--chdir", `${HOME}/project`, "--clearenv"],
    ...Object.entries(kernelEnv(HOME, limits)).flatMap(([name, value]) => [
      ...["--setenv", name, value],
    ]),
    "--",
    ...limitCommand(limits),
    ...command.args,
  ];
}

/** What Deno reserves as it starts, and does not use; measured: 1.2 GiB. */
const RESERVED_BYTES = 1.25 * 2 ** 30;

function limitCommand(limits: Limits): string[] {
  // The whole stack that a thread may use counts as data.
  const stackBytes = limits.processes * 8 * 2 ** 20 + RESERVED_BYTES;
  return [
    "prlimit",
    `--data=${limits.memoryBytes + stackBytes}`,
    `--nproc=${limits.processes}`,
    `--fsize=${limits.fileBytes}`,
    `--nofile=${limits.openFiles}`,
    `--cpu=${limits.cpuS}:${limits.cpuS + 1}`, // first SIGXCPU, then SIGKILL
    "--core=0",
  ];
}
