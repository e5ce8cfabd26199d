import { join } from "node:path";
import { exists } from "mle/io/mod.ts";

const NOTE = ".movable";

// The first lines that pip gives a program: the interpreter's path, by way of
// the shell if the path is long or has spaces.
const HEAD = /^#!.*python[\d.]*\n|^#!\/bin\/sh\n'''exec' .*\n' '''\n/;

// Runs the interpreter beside the program, wherever both are: to the shell this
// is a command, to Python a string.
const MOVABLE_HEAD = `#!/bin/sh
'''exec' "$(dirname -- "$(realpath -- "$0")")/python" "$0" "$@"
' '''
`;

/**
 * Makes a Python environment work in any folder, even when it is renamed, moved
 * or copied.
 *
 * @param folder Where it is.
 * @param home Where it will be; scripts that only a user's shell reads name
 * this folder.
 */
export async function makeMovable(folder: string, home: string): Promise<void> {
  const programs = join(folder, "bin");
  for await (const { name, isFile } of Deno.readDir(programs)) {
    if (!isFile) continue; // the interpreter is a link
    const path = join(programs, name);
    if (!await startsWith(path, "#!") && !/^activate/i.test(name)) continue;
    const text = await Deno.readTextFile(path);
    const movable = text.replace(HEAD, MOVABLE_HEAD).replaceAll(folder, home);
    if (movable !== text) await Deno.writeTextFile(path, movable);
  }
  const config = join(folder, "pyvenv.cfg");
  const text = await Deno.readTextFile(config);
  await Deno.writeTextFile(config, text.replaceAll(folder, home));
  await Deno.writeTextFile(join(folder, NOTE), "");
}

/** Whether an environment works in any folder. */
export async function isMovable(folder: string): Promise<boolean> {
  return await exists(join(folder, NOTE));
}

async function startsWith(path: string, beginning: string): Promise<boolean> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(beginning.length);
  await file.read(bytes);
  return new TextDecoder().decode(bytes) === beginning;
}
