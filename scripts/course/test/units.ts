import { dirname, join, relative, resolve } from "node:path";
import { filesBelow } from "../../shared/files_below.ts";
import { ROOT } from "../../shared/paths.ts";

/** Test files that run in one process. */
export type Unit = readonly string[];

const isSlow = (file: string) => file.endsWith("_slow_test.ts");

/**
 * What runs side by side, the longest first; the units of one chain run one
 * after the other. A slow file is a unit, and a chain with the others of its
 * topic, which use the same programs and folders. The quick files of a folder
 * are a unit together.
 *
 * @param paths Files and folders, in the project or absolute.
 * @param quick Leaves out slow files.
 */
export async function testChains(
  paths: readonly string[],
  quick = false,
): Promise<Unit[][]> {
  const files = (await Promise.all(paths.map(testsAt))).flat()
    .map((file) => relative(ROOT, file))
    .filter((file) => !(quick && isSlow(file)));
  if (files.length === 0) throw new Error(`No tests in ${paths.join(", ")}`);
  const slow = files.filter(isSlow);
  const rest = files.filter((file) => !isSlow(file));
  return [
    ...chains(Map.groupBy(slow, topicOf)).map((chain) =>
      chain.map((file) => [file])
    ),
    ...chains(Map.groupBy(rest, dirname)).map((unit) => [unit]),
  ];
}

/** Absolute paths of the test files at a path. */
async function testsAt(path: string): Promise<string[]> {
  const whole = resolve(ROOT, path);
  const isFile = await Deno.stat(whole).then((at) => at.isFile, () => false);
  if (isFile) return [whole];
  const names = await filesBelow(whole).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`Cannot run the tests in ${path}: it does not exist`);
  });
  return names.filter((name) => name.endsWith("_test.ts"))
    .map((name) => join(whole, name));
}

/** The folder; what grades runs in sandboxes, which one of the tests spoils. */
const topicOf = (file: string): string =>
  dirname(file).replace(
    /^tests\/(attacks|course\/(grade|sandbox|cluster))$/,
    "grading",
  );

/** Notebooks, which train, first; then by number. */
function chains(groups: Map<string, string[]>): string[][] {
  const rank = ([name, { length }]: [string, string[]]) =>
    name === "tests/notebooks" ? -Infinity : -length;
  return [...groups].sort((a, b) => rank(a) - rank(b)).map(([, files]) =>
    files
  );
}
