import { join } from "node:path";
import { cellName, type Notebook, readNotebook } from "../notebooks/format.ts";
import { runOrThrow } from "../shared/command.ts";
import { ROOT } from "../shared/paths.ts";

/**
 * The cells that `deno fmt` would change. Its own `--check` calls every
 * notebook unformatted (Deno 2.9.6), so a copy is formatted and compared.
 */
export async function formatProblems(
  notebooks: readonly Notebook[],
): Promise<string[]> {
  if (notebooks.length === 0) return [];
  const folder = await Deno.makeTempDir();
  try {
    const copies = notebooks.map(({ name }) => join(folder, name));
    for (const [i, { path }] of notebooks.entries()) {
      await Deno.copyFile(path, copies[i]);
    }
    await runOrThrow({
      program: Deno.execPath(),
      args: ["fmt", "--config", join(ROOT, "deno.json"), ...copies],
      env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
    });
    const formatted = await Promise.all(copies.map(readNotebook));
    return notebooks.flatMap(({ name, cells }, i) =>
      cells.filter(({ source }, j) => source !== formatted[i].cells[j].source)
        .map((cell) =>
          `${name}, ${cellName(cell)}: not formatted: run \`deno fmt\``
        )
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
