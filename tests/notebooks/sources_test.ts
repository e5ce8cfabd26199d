import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readNotebook } from "../../scripts/notebooks/format.ts";
import { findNotebooks } from "../../scripts/notebooks/sources.ts";
import { ROOT } from "../../scripts/shared/paths.ts";

const MADE_HERE = ["build", "node_modules", ".venv", ".git"];

async function notebooksIn(folder: string): Promise<string[]> {
  const found = await findNotebooks(folder);
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && !MADE_HERE.includes(name)) {
      found.push(...await notebooksIn(join(folder, name)));
    }
  }
  return found;
}

Deno.test("no notebook of the project holds outputs", async () => {
  const holding: string[] = [];
  for (const path of await notebooksIn(ROOT)) {
    const { name, cells } = await readNotebook(path);
    if (cells.some((cell) => cell.outputCount > 0 || cell.executionCount)) {
      holding.push(name);
    }
  }
  assertEquals(holding, []);
});

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
    `Cannot read ${path}: expected a notebook as JSON, got SyntaxError`,
  );
  await Deno.writeTextFile(path, '{"cells": 3}');
  await assertRejects(
    () => readNotebook(path),
    TypeError,
    `Cannot read ${path}: expected a notebook with cells and metadata, ` +
      'got {"cells": 3}',
  );
  await Deno.remove(path);
});
