import { assertEquals } from "@std/assert";
import { toNbgraderSource } from "../../scripts/course/release/student_notebooks.ts";
import { exerciseOf } from "../../scripts/course/tasks/exercises.ts";
import { parseNotebook, readNotebook } from "../../scripts/notebooks/format.ts";
import { findNotebooks, NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { editorFindings } from "./language_server.ts";
import { withFolder, writeNotebook } from "./sample.ts";

Deno.test("the language server's findings are reported with cell and line", () =>
  withFolder(async (folder) => {
    const importing = 'import { Adam } from "mle/optim/mod.ts";';
    const path = await writeNotebook(folder, "x", [
      { id: "one", source: `${importing}\nAdam;` },
      { id: "again", source: importing },
      { id: "wrong", source: "\nnew Adam([], { learningRate: 1 });" },
    ]);
    assertEquals(await editorFindings(await readNotebook(path)), [
      "one, line 1: Duplicate identifier 'Adam'.",
      "again, line 1: Duplicate identifier 'Adam'.",
      "wrong, line 2: Object literal may only specify known properties, and " +
      "'learningRate' does not exist in type 'AdamOptions'.",
    ]);
  }));

for (const path of await findNotebooks(NOTEBOOKS)) {
  const text = await Deno.readTextFile(path);
  const { name } = parseNotebook(text, path);
  Deno.test(`${name} is clean in an editor`, async () => {
    assertEquals(await editorFindings(parseNotebook(text, path)), []);
  });
  Deno.test(`${name} as students get it is clean in an editor`, async () => {
    const exercise = exerciseOf(name.replace(".ipynb", ""))!;
    const students = await toNbgraderSource(text, exercise);
    assertEquals(await editorFindings(parseNotebook(students, path)), []);
  });
}
