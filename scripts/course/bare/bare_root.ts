import { join } from "node:path";
import {
  type Command,
  type CommandResult,
  run,
  runOrThrow,
} from "../../shared/command.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import { networkSettings } from "./network_settings.ts";
import type { System } from "./systems.ts";

/** Who runs a command in a bare root. */
export interface Account {
  name: string;
  id: number;
  home: string;
}

export const ROOT_ACCOUNT: Account = { name: "root", id: 0, home: "/root" };
export const USER_ACCOUNT: Account = {
  name: "student",
  id: 1000,
  home: "/home/student",
};

// What is mounted in them is gone when their processes have ended.
const NAMESPACES = [
  "--mount",
  "--pid",
  "--fork",
  "--kill-child",
  "--mount-proc",
];

const PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"]
  .concat(["/sbin", "/bin"]).join(":");

// Enters the folder $1 as a system of its own. All mounts are in a namespace
// that ends with its processes, however they end, so none is ever left. Not
// chroot, within which no sandbox could be made. The following arguments are
// pairs of a file or folder and its place in the system, then "--", then the
// user's id and the command.
const ENTER = `set -e
mount --bind "$1" "$1"
cd "$1"
shift
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
while [ "$1" != -- ]; do
  mkdir -p "$(dirname "./$2")"
  if [ -d "$1" ]; then mkdir -p "./$2"; else touch "./$2"; fi
  mount --bind "$1" "./$2"
  shift 2
done
shift
pivot_root . .
umount -l .
id=$1
shift
cd /
exec setpriv --reuid "$id" --regid "$id" --clear-groups "$@"`;

/** A system that has nothing but its own package manager. */
export class BareRoot implements AsyncDisposable {
  private constructor(readonly folder: string, readonly signal: AbortSignal) {}

  /**
   * Makes it with debootstrap in a folder, which is replaced; needs root.
   *
   * @throws {CommandError} if debootstrap fails
   */
  static async make(
    { suite, mirror, components, script }: System,
    folder: string,
    { signal, onLine }: { signal: AbortSignal; onLine: Command["onLine"] },
  ): Promise<BareRoot> {
    await removeIfThere(folder); // a killed run may have left it
    const scripts = join(
      Deno.env.get("DEBOOTSTRAP_DIR") ?? "/usr/share/debootstrap",
      "scripts",
    );
    const root = new BareRoot(folder, signal);
    try {
      await Deno.mkdir(folder, { recursive: true });
      await runOrThrow({
        program: "unshare",
        args: [...NAMESPACES, "--", "debootstrap", "--variant=minbase"]
          .concat([`--components=${components}`])
          .concat([suite, folder, mirror ?? "", join(scripts, script)]),
        signal,
        onLine,
      });
      // Nobody needs it after a power failure.
      const dpkg = join(folder, "etc", "dpkg", "dpkg.cfg.d");
      await Deno.mkdir(dpkg, { recursive: true });
      await Deno.writeTextFile(join(dpkg, "quick"), "force-unsafe-io\n");
      const { name, id, home } = USER_ACCOUNT;
      const args = ["--create-home", "--uid", `${id}`, "--home-dir", home];
      await root.runOrThrow(ROOT_ACCOUNT, ["useradd", ...args, name]);
      return root;
    } catch (error) {
      await root[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs a command in it, with the network as the caller has it. */
  async run(
    account: Account,
    command: string[],
    onLine?: Command["onLine"],
  ): Promise<CommandResult> {
    return await run(await this.#entering(account, command, onLine));
  }

  /** Runs a command like `run`; throws a CommandError if it fails. */
  async runOrThrow(
    account: Account,
    command: string[],
    onLine?: Command["onLine"],
  ): Promise<CommandResult> {
    return await runOrThrow(await this.#entering(account, command, onLine));
  }

  async #entering(
    { name, id, home }: Account,
    command: string[],
    onLine: Command["onLine"],
  ): Promise<Command> {
    this.signal.throwIfAborted();
    const { variables, binds } = await networkSettings();
    const env = { ...variables, HOME: home, USER: name, PATH };
    return {
      program: "unshare",
      args: [...NAMESPACES, "--", "sh", "-c", ENTER, "sh", this.folder]
        .concat(binds.flatMap(({ from, at }) => [from, at]))
        .concat(["--", `${id}`, "env", "-i"])
        .concat(Object.entries(env).map(([name, value]) => `${name}=${value}`))
        .concat(command),
      signal: this.signal,
      onLine,
    };
  }

  /** Removes it, once what runs in it has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    // What was killed may still be writing: then a folder is not empty.
    for (let tries = 1;; tries++) {
      try {
        return await removeIfThere(this.folder);
      } catch (error) {
        if (tries === 30) throw error;
        await new Promise((go) => setTimeout(go, 1000));
      }
    }
  }
}
