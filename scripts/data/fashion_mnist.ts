import { basename, join } from "node:path";
// Not from mod.ts, which loads TensorFlow: data can be fetched before that is
// installed.
import { DataError } from "mle/data/data_error.ts";
import {
  FASHION_MNIST_DIR,
  FASHION_MNIST_FILES,
  loadFashionMnist,
} from "mle/data/fashion_mnist.ts";
import { takeLock } from "../shared/lock.ts";
import { CommandError } from "../shared/command.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { BUILD } from "../shared/paths.ts";
import type { Source } from "./fashion_mnist_sources.ts";

/**
 * Fetches the four files of Fashion-MNIST from the first source that has them
 * intact, and returns where they are: in `dir`, or where the source keeps them.
 * Files appear in `dir` only when all of them have been checked.
 *
 * @throws {Error} if no source has them; the message says why, and what to do
 */
export async function fetchFashionMnist(
  sources: readonly Source[],
  onDetail: (text: string) => void,
  dir: string = FASHION_MNIST_DIR,
): Promise<string> {
  using _lock = await takeLock(
    join(BUILD, "fashion-mnist.lock"),
    (holder) => onDetail(`waiting for process ${holder}, which fetches them`),
  );
  const work = join(dir, ".part"); // a killed fetch may have left one
  const reasons: string[] = [];
  for (const source of sources) {
    onDetail(source.name);
    try {
      await removeIfThere(work);
      await Deno.mkdir(work, { recursive: true });
      const found = await source.fetch(work, onDetail);
      await loadFashionMnist(found); // checks them
      if (!found.startsWith(work)) return found;
      for (const name of FASHION_MNIST_FILES) {
        await Deno.rename(join(found, `${name}.gz`), join(dir, `${name}.gz`));
      }
      return dir;
    } catch (error) {
      reasons.push(`  - ${source.name}: ${reasonOf(error)}\n`);
    } finally {
      await removeIfThere(work);
      await Deno.remove(dir).catch(() => {}); // if it is empty
    }
  }
  throw new Error(
    `Cannot fetch Fashion-MNIST: no source has it.\n${reasons.join("")}` +
      "Remove the cause and run `deno task data fashion-mnist` again; " +
      `or put the files\n${FASHION_MNIST_FILES.join(".gz, ")}.gz\n` +
      `from another machine into ${dir}.`,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof DataError) {
    const { path, expected, found } = error;
    return `${basename(path)}: expected ${expected}, got ${found}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CommandError)) return message;
  const lines = message.split("\n").filter((line) => line.startsWith("E: "));
  if (lines.length === 0) return message;
  return [...new Set(lines)].map((line) => line.slice(3)).join("; ");
}
