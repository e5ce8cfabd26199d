import { join } from "node:path";
import { namesIn } from "mle/io/mod.ts";

/** The folder of a run's checkpoints, within its own. */
export const CHECKPOINTS = "checkpoints";
// What a run writes, and all that may ever be removed.
/** The names in a finished run's folder. */
export const RESULT: RegExp =
  /^((last|best)\.safetensors|history\.csv|checkpoints)$/;
/** The names in the folder of a run that is going on. */
export const PART: RegExp = /^(lock|reserve|checkpoints)$/;
const CHECKPOINT = /\.safetensors$/;

/**
 * Checks that a folder, if there is one, holds nothing but what runs write,
 * since it will be replaced whole.
 *
 * @param path What is trained into, for the message.
 */
export async function checkNothingElse(
  path: string,
  folder: string,
  expected: RegExp,
): Promise<void> {
  const checkpoints = join(folder, CHECKPOINTS);
  const others = [
    ...await isLink(folder) && expected === PART ? [folder] : [],
    ...await othersIn(folder, expected),
    ...await othersIn(checkpoints, CHECKPOINT),
  ];
  if (others.length === 0) return;
  throw new Error(
    `Cannot train into ${path}: ${
      others[0]
    } is no part of a run, and would be ` +
      "lost. Move it, or choose another folder with --out",
  );
}

async function isLink(path: string): Promise<boolean> {
  return await Deno.lstat(path).then((it) => it.isSymlink, () => false);
}

async function othersIn(folder: string, expected: RegExp): Promise<string[]> {
  const there = await Deno.stat(folder).catch(() => undefined);
  if (!there?.isDirectory) return [];
  return (await namesIn(folder) ?? []).filter((name) => !expected.test(name))
    .map((name) => join(folder, name));
}
