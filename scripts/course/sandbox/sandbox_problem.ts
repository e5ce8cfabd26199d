import { run } from "../../shared/command.ts";
import { findBubblewrap, innerCommand, outerCommand } from "./bubblewrap.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { mountPoint } from "./stage.ts";
import { HOME, kernelTree } from "./tree.ts";

const OLDEST = [0, 8];

// What a system may forbid, the setting that does so, and the command that
// allows it.
const SWITCHES = [
  {
    file: "/proc/sys/kernel/unprivileged_userns_clone",
    forbids: "0",
    mend: "sudo sysctl kernel.unprivileged_userns_clone=1",
  },
  {
    file: "/proc/sys/user/max_user_namespaces",
    forbids: "0",
    mend: "sudo sysctl user.max_user_namespaces=15000",
  },
  {
    file: "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    forbids: "1",
    mend: "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
  },
];

// Names a file that the sandbox's user cannot read, or nothing. Links that lead
// nowhere, which npm packages leave behind when they go, do not count.
const PROBE = `${HOME}/bin/deno --version >&2 || exit 1
exec find -L ${HOME}/bin ${HOME}/data ${HOME}/project/node_modules \
  ${HOME}/tensorflow ${HOME}/deno ! -type l ! -readable -print -quit`;

/**
 * Why no sandbox can be made on this machine, and what to do about it;
 * undefined if one can.
 */
export async function sandboxProblem(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") {
    return "The sandbox needs Linux (its programs bubblewrap, setpriv and " +
      "prlimit): grade on a Linux machine, or in a virtual one.";
  }
  const bubblewrap = await findBubblewrap();
  if (bubblewrap === undefined) {
    return "There is no bubblewrap (bwrap) here. Install it, e.g. with " +
      "`sudo apt-get install bubblewrap`.";
  }
  for (const program of ["setpriv", "prlimit"]) {
    if (await wordsOf([program, "--version"]) === undefined) {
      return `There is no ${program} here. Install util-linux.`;
    }
  }
  const version = await wordsOf([bubblewrap, "--version"]) ?? "";
  if (!isNewEnough(version)) {
    return `${bubblewrap} is too old: expected bubblewrap 0.8.0 or newer, ` +
      `got ${version || "no version"}.`;
  }
  return await tryOut(bubblewrap);
}

function isNewEnough(version: string): boolean {
  const numbers = /(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  if (numbers === undefined) return false;
  const [major, minor] = numbers;
  return major > OLDEST[0] || minor >= OLDEST[1];
}

async function wordsOf(command: string[]): Promise<string | undefined> {
  const [program, ...args] = command;
  try {
    const { code, stdout } = await run({ program, args });
    return code === 0 ? stdout : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function tryOut(bubblewrap: string): Promise<string | undefined> {
  const base = await mountPoint();
  const tree = await kernelTree();
  const { diskBytes } = DEFAULT_LIMITS;
  const [program, ...args] = [
    ...outerCommand(bubblewrap, base, tree, diskBytes),
    ...innerCommand(bubblewrap, base, DEFAULT_LIMITS, {
      args: ["sh", "-c", PROBE],
      isFiltered: false,
    }),
  ].filter((arg) => arg !== null);
  const { code, stdout, output } = await run({ program, args });
  if (code !== 0) return await explain(output.trim());
  if (stdout === "") return undefined;
  const origin = tree.binds.find(({ at }) => stdout.startsWith(at))!;
  return `The sandbox's user cannot read ${origin.from}` +
    `${stdout.slice(origin.at.length)}. Let others read what is there: ` +
    `\`chmod -R go+rX ${origin.from}\`.`;
}

async function explain(words: string): Promise<string> {
  const found = `bubblewrap cannot make a sandbox here. It says: ${words}\n`;
  for (const { file, forbids, mend } of SWITCHES) {
    const value = await Deno.readTextFile(file).catch(() => "");
    if (value.trim() === forbids) {
      return `${found}This system forbids user namespaces (${file} is ` +
        `${forbids}). Allow them: \`${mend}\`.`;
    }
  }
  return `${found}In a container, user namespaces have to be allowed when it ` +
    "is started (Docker: `--security-opt seccomp=unconfined --security-opt " +
    "apparmor=unconfined --security-opt systempaths=unconfined`).";
}
