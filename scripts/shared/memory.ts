import { totalmem } from "node:os";
import { dirname, join } from "node:path";

const GIB = 2 ** 30;
const ENOUGH_BYTES = 2 * 10 ** 9; // for Exercise 3 in JupyterLab, all processes together

/**
 * The memory that this process and its children may use, in bytes: the
 * machine's, or what its container or hub leaves it.
 *
 * @param root Where the system's files are, for tests.
 */
export async function memoryLimit(root = "/"): Promise<number> {
  const limits = [totalmem()];
  const groups = await readLines(join(root, "proc/self/cgroup"));
  for (const line of groups) {
    const [, controllers, group] = line.split(":");
    if (group === undefined) continue;
    const [tree, file] = controllers === ""
      ? ["sys/fs/cgroup", "memory.max"]
      : ["sys/fs/cgroup/memory", "memory.limit_in_bytes"];
    if (controllers !== "" && !controllers.split(",").includes("memory")) {
      continue;
    }
    // A limit of any group that ours is in counts.
    for (let at = group;; at = dirname(at)) {
      const [text] = await readLines(join(root, tree, at, file));
      if (/^\d+$/.test(text)) limits.push(Number(text));
      if (at === dirname(at)) break;
    }
  }
  return Math.min(...limits);
}

/** What to say before a kernel is killed for want of memory; undefined if there is enough. */
export function memoryWarning(limitBytes: number): string | undefined {
  if (limitBytes >= ENOUGH_BYTES) return undefined;
  return `Note: there are ${
    (limitBytes / GIB).toFixed(1)
  } GiB of memory here. ` +
    "Exercise 3 may need 2 GB: where there are fewer, its kernel can be " +
    "killed without a word. Shut other kernels down before it.";
}

async function readLines(path: string): Promise<string[]> {
  const text = await Deno.readTextFile(path).catch(() => "");
  return text.trimEnd().split("\n");
}
