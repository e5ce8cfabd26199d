import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { parseNotebook, readNotebook } from "../../scripts/notebooks/format.ts";
import { notebookText } from "./sample.ts";
import { findNotebooks } from "../../scripts/notebooks/sources.ts";
import { run } from "../../scripts/shared/command.ts";
import { ROOT } from "../../scripts/shared/paths.ts";

// What would be committed, not what somebody has open in JupyterLab.
Deno.test("no notebook under version control holds outputs", async () => {
  const paths = (await git("ls-files", "*.ipynb")).trim().split("\n");
  const holding: string[] = [];
  for (const path of paths.filter((path) => path !== "")) {
    const { cells } = parseNotebook(await git("show", `:${path}`), path);
    if (cells.some((cell) => cell.outputCount > 0 || cell.executionCount)) {
      holding.push(path);
    }
  }
  assertEquals(holding, []);
});

/** Output of git; nothing where there is no git, as in an unpacked archive. */
async function git(...args: string[]): Promise<string> {
  const { code, stdout } = await run({ program: "git", args, cwd: ROOT });
  return code === 0 ? stdout : "";
}

Deno.test("notebooks are found by part of their name", async () => {
  const folder = await Deno.makeTempDir();
  for (const name of ["b_two.ipynb", "a_one.ipynb", "notes.md"]) {
    await Deno.writeTextFile(join(folder, name), "");
  }
  assertEquals(await findNotebooks(folder), [
    join(folder, "a_one.ipynb"),
    join(folder, "b_two.ipynb"),
  ]);
  assertEquals(await findNotebooks(folder, "two"), [
    join(folder, "b_two.ipynb"),
  ]);
  await assertRejects(
    () => findNotebooks(folder, "three"),
    RangeError,
    'There is no notebook with "three" in its name; there are ' +
      "a_one.ipynb, b_two.ipynb",
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a file that is no notebook is refused with what it is", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ipynb" });
  await Deno.writeTextFile(path, "{ cut off");
  await assertRejects(
    () => readNotebook(path),
    TypeError,
    `Cannot read ${path}: expected a notebook of format 4.5 as JSON, got SyntaxError`,
  );
  const sample = notebookText([{ id: "one", source: "1" }]);
  const others: [string, string, string][] = [
    ['"nbformat":4', '"nbformat":3', "/nbformat"],
    ['"nbformat_minor":5', '"nbformat_minor":4', "/nbformat_minor"],
    ['"source":"1"', '"source":1', "/cells/0"],
    ['"id":"one"', '"id":"no words"', "/cells/0"],
    ['"tags":["sample"]', '"tags":"sample"', "/cells/0"],
  ];
  for (const [from, to, place] of others) {
    const text = sample.replace(from, to);
    await Deno.writeTextFile(path, text);
    await assertRejects(
      () => readNotebook(path),
      TypeError,
      `Cannot read ${path}: expected a notebook of format 4.5, got ` +
        `${text.slice(0, 40)}, which departs from ` +
        `nbformat's schema at "${place}"`,
    );
  }
  await Deno.remove(path);
});
