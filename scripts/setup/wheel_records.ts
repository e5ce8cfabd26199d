import { join } from "node:path";
import { namesIn, textIn } from "mle/io/mod.ts";

/**
 * The given files of a wheel that have not the sizes which its RECORD says,
 * such as those that were cut off.
 *
 * @param record The RECORD.
 * @param files The files, by their paths in the wheel.
 */
export async function damagedFiles(
  record: string,
  files: Record<string, string>,
): Promise<string[]> {
  const lines = (await textIn(record) ?? "").split("\n");
  const damaged: string[] = [];
  for (const [name, path] of Object.entries(files)) {
    const line = lines.find((line) => line.startsWith(`${name},`));
    const size = line?.split(",").at(-1)?.trim();
    const found = await Deno.stat(path).then((it) => it.size, () => 0);
    if (size !== undefined && size !== `${found}`) damaged.push(path);
  }
  return damaged;
}

/**
 * What wheels have installed into a Python environment at top level, and is not
 * there any more.
 */
export async function missingModules(venv: string): Promise<string[]> {
  const [version] = await namesIn(join(venv, "lib")) ?? [];
  const folder = Deno.build.os === "windows"
    ? join(venv, "Lib", "site-packages")
    : join(venv, "lib", version ?? "", "site-packages");
  const there = new Set(await namesIn(folder));
  const wanted = new Set<string>();
  for (const name of there) {
    if (!name.endsWith(".dist-info")) continue;
    const record = await textIn(join(folder, name, "RECORD")) ?? "";
    for (const line of record.split("\n")) {
      const top = line.slice(0, line.search(/[/,]/));
      if (!/^("|\.\.|)$/.test(top)) wanted.add(top);
    }
  }
  return [...wanted].filter((name) => !there.has(name)).sort();
}
