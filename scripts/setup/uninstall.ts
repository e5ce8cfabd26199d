import { dirname, join, relative } from "node:path";
import { clearLeftOvers, exists } from "mle/io/mod.ts";
import { run } from "../shared/command.ts";
import { takeLock } from "../shared/lock.ts";
import { BUILD, ROOT } from "../shared/paths.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { SET_UP_LOCK } from "./set_up_project.ts";
import {
  forgetPackages,
  installedPackages,
} from "../shared/installed_packages.ts";
import type { Step } from "./step.ts";

/** Removes everything that the steps have made, and says what it keeps. */
export async function uninstall(steps: readonly Step[]): Promise<void> {
  {
    using _lock = await takeLock(SET_UP_LOCK, (holder) => {
      throw new Error(
        "Set-up or another uninstall is running here " +
          `(process ${holder}): wait until it has finished`,
      );
    });
    for (const { stamp, makes = [] } of steps) {
      for (const path of makes) await remove(path);
      await removeIfThere(stamp);
    }
    await removePackages();
  }
  await removeFreeLocks();
  await Deno.remove(BUILD).catch(() => {}); // if nothing else is in it
  const left = await exists(BUILD)
    ? Array.from(Deno.readDirSync(BUILD), ({ name }) => `build/${name}`).sort()
    : [];
  console.log(
    `Left as they are: your notebooks and your data` +
      (left.length > 0 ? `, what tasks have made (${left.join(", ")})` : "") +
      ", and what npm and Deno keep in their caches, for other projects, too",
  );
}

async function remove(path: string): Promise<void> {
  await clearLeftOvers(path);
  if (!await exists(path)) return;
  await Deno.remove(path, { recursive: true });
  await Deno.remove(dirname(path)).catch(() => {}); // if it is empty now
  console.log(`Removed ${relative(ROOT, path)}`);
}

/** Removes the locks that no program holds. */
async function removeFreeLocks(): Promise<void> {
  for (const { name } of Deno.readDirSync(BUILD)) {
    if (!name.endsWith(".lock")) continue;
    const path = join(BUILD, name);
    let isHeld = false;
    const lock = await takeLock(path, () => {
      isHeld = true;
      throw new Error(`${name} is held`);
    }).catch((error) => {
      if (!isHeld) throw error;
    });
    if (lock === undefined) continue;
    lock[Symbol.dispose]();
    await removeIfThere(path);
  }
}

async function removePackages(): Promise<void> {
  const packages = await installedPackages();
  if (packages.length === 0) return;
  const args = ["remove", "--yes", ...packages];
  if (Deno.uid() === 0) {
    const { code } = await run({ program: "apt-get", args });
    if (code === 0) {
      await forgetPackages();
      return console.log(`Removed the packages ${packages.join(" and ")}`);
    }
  }
  console.log(
    `As root, \`apt-get ${args.join(" ")}\` removes what set-up installed`,
  );
}
