import { join } from "node:path";
import {
  type Command,
  CommandError,
  run,
  runOrThrow,
} from "../shared/command.ts";
import { rememberPackage } from "../shared/installed_packages.ts";

const OPTIONS = [
  ...["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=15"],
  ...["-o", "DPkg::Lock::Timeout=60", "--quiet"],
];
const ENV = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };

/**
 * Installs a package, even over a damaged installation; needs root.
 *
 * @throws {CommandError} if there is no such package, or it cannot be installed
 */
export async function installPackage(
  name: string,
  onLine: (line: string) => void,
): Promise<void> {
  const isNew = !await isInstalled(name);
  const args = ["install", "--yes", "--no-install-recommends", "--reinstall"];
  const download = aptGet([...args, "--download-only", name], { onLine });
  await runOrUpdate(download, aptGet(["update"], { onLine }), download);
  // Not with run(), which ends the program if this process is killed: that
  // would leave the system's packages half configured.
  const install = aptGet([...args, "--no-download", name]);
  const { code, ...bytes } = await new Deno.Command(install.program, {
    args: install.args,
    env: ENV,
    detached: true,
    stdin: "null",
  }).output();
  if (code === 0) {
    if (isNew) await rememberPackage(name);
    return;
  }
  const stdout = new TextDecoder().decode(bytes.stdout);
  const output = stdout + new TextDecoder().decode(bytes.stderr);
  throw new CommandError(install, { code, output, stdout });
}

async function isInstalled(name: string): Promise<boolean> {
  const { code, stdout } = await run({
    program: "dpkg-query",
    args: ["--show", "--showformat=${db:Status-Status}", name],
  });
  return code === 0 && stdout === "installed";
}

/**
 * Downloads a package into the folder `work` and unpacks it there, without
 * changing the system and without special rights.
 *
 * @throws {CommandError} if there is no such package, or it cannot be unpacked
 */
export async function unpackPackage(
  name: string,
  work: string,
  onLine: (line: string) => void,
): Promise<void> {
  const options = { cwd: work, onLine };
  // The system's own package lists, which belong to root, may be missing.
  const lists = join(work, "lists");
  await Deno.mkdir(join(lists, "partial"), { recursive: true });
  const ownLists = [
    ...["-o", `Dir::State::lists=${lists}`],
    ...["-o", `Dir::Cache=${join(work, "cache")}`],
  ];
  await runOrUpdate(
    aptGet(["download", name], options),
    aptGet([...ownLists, "update"], options),
    aptGet([...ownLists, "download", name], options),
  );
  const files = Array.from(Deno.readDirSync(work), ({ name }) => name);
  const archive = files.find((file) => file.endsWith(".deb"))!;
  await runOrThrow({
    program: "dpkg-deb",
    args: ["--extract", join(work, archive), work],
  });
}

/**
 * Runs `first`; if that fails, perhaps because of outdated package lists, runs
 * `update` and `second`. The error reports all three.
 */
async function runOrUpdate(
  first: Command,
  update: Command,
  second: Command,
): Promise<void> {
  const results = [await run(first)];
  if (results[0].code === 0) return;
  results.push(await run(update), await run(second));
  const { code } = results[2];
  if (code === 0) return;
  const output = results.map(({ output }) => output).join("\n");
  throw new CommandError(second, { code, output, stdout: "" });
}

function aptGet(args: string[], options: Partial<Command> = {}): Command {
  return {
    program: "apt-get",
    args: [...OPTIONS, ...args],
    env: ENV,
    ...options,
  };
}
