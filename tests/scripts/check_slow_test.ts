import { assertEquals } from "@std/assert";
import { codeProblems } from "../../scripts/check/code.ts";
import { formatProblems } from "../../scripts/check/format.ts";
import { readNotebook } from "../../scripts/notebooks/format.ts";
import { withFolder, writeNotebook } from "../notebooks/sample.ts";

Deno.test("types and lint of cells are checked where they stand", () =>
  withFolder(async (folder) => {
    const path = await writeNotebook(folder, "x", [
      {
        id: "set-up",
        source: 'import { manualSeed } from "mle/random/mod.ts";\n' +
          "manualSeed(42);\nconst size = 64;\nfunction f() {\n" +
          "  return size;\n}",
      },
      { id: "text", type: "markdown", source: "const not = code" },
      { id: "use", source: "size + f();" },
      {
        id: "wrong",
        source: "size.trim();\nconst unused = size.toFixed();",
      },
    ]);
    const problems = await codeProblems([await readNotebook(path)]);
    assertEquals(problems, [
      "TS2339 [ERROR]: Property 'trim' does not exist on type '64'.\n" +
      "size.trim();\n     ~~~~\n" +
      "    at x.ipynb, cell 3 (wrong), line 1, column 6",
      "no-unused-vars: `unused` is never used (If this is intentional, " +
      "prefix it with an underscore like `_unused`)\n" +
      "    at x.ipynb, cell 3 (wrong), line 2, column 7",
    ]);
  }));

Deno.test("what is declared or imported again is named, cell and line", () =>
  withFolder(async (folder) => {
    const importing = 'import { Adam } from "mle/optim/mod.ts";\n';
    const path = await writeNotebook(folder, "x", [
      { id: "one", source: `${importing}const size = 1;\nAdam;` },
      { id: "imports", source: importing },
      { id: "declares", source: "\nconst size = 2;\nsize;" },
    ]);
    const problems = await codeProblems([await readNotebook(path)]);
    const errors = problems.filter((problem) => problem.startsWith("TS"));
    assertEquals(
      errors.map((error) => error.split("\n    at x.ipynb, ")[1]),
      [
        "cell 2 (imports), line 1, column 10",
        "cell 3 (declares), line 2, column 7",
      ],
    );
  }));

Deno.test("cells that are right have no problems", () =>
  withFolder(async (folder) => {
    const path = await writeNotebook(folder, "x", [
      { id: "one", source: "const { a } = await Promise.resolve({ a: 1 });" },
      { id: "two", source: "for (let i = 0; i < a; i++) console.log(i);\na" },
    ]);
    assertEquals(await codeProblems([await readNotebook(path)]), []);
  }));

Deno.test("cells that deno fmt would write otherwise are named", () =>
  withFolder(async (folder) => {
    const path = await writeNotebook(folder, "x", [
      { id: "good", source: "const a = 1;\na + 1;" },
      { id: "text", type: "markdown", source: "Some   words" },
      { id: "bad", source: "const  b=[1,2 ]" },
    ]);
    const before = await Deno.readTextFile(path);
    assertEquals(await formatProblems([await readNotebook(path)]), [
      "x.ipynb, markdown cell (text): not formatted: run `deno fmt`",
      "x.ipynb, cell 2 (bad): not formatted: run `deno fmt`",
    ]);
    assertEquals(await Deno.readTextFile(path), before);
  }));
