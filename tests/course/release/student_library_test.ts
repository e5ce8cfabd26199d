import { assertEquals, assertThrows } from "@std/assert";
import { answersIn } from "../../../scripts/course/release/answers.ts";
import { studentSources } from "../../../scripts/course/release/student_library.ts";
import { parseNotebook } from "../../../scripts/notebooks/format.ts";
import { notebookText } from "../../notebooks/sample.ts";

const notebook = (source: string) =>
  parseNotebook(notebookText([{ id: "answer", source }]), "x.ipynb");

const ANSWER = `// BEGIN SOLUTION
import { Model, type Options } from "mle/models/mod.ts";
import { showSource } from "mle/notebook/mod.ts";
showSource("mle/models/mod.ts", "Model");
// END SOLUTION
// BEGIN PROMPT
// import * as nn from "mle/nn/mod.ts";
//
// class Model extends nn.Module {}
// END PROMPT`;

Deno.test("an answer is what the solution imports and the prompt declares", () => {
  const answers = answersIn([notebook(ANSWER), notebook("1;")]);
  assertEquals(answers, new Map([["mle/models/mod.ts", new Set(["Model"])]]));
});

const SOURCES = {
  "lib/models/mod.ts":
    '/** Models. */\nexport { Model, type Options } from "./model.ts";\n' +
    'export { Other } from "./other.ts";\n',
  "lib/models/model.ts": 'import { help } from "./help.ts";\n',
  "lib/models/help.ts": "export const help = 1;\n",
  "lib/models/other.ts": 'import { tool } from "../tools/mod.ts";\n',
  "lib/tools/mod.ts": 'export { tool } from "./tool.ts";\n',
  "lib/tools/tool.ts": "export const tool = 1;\n",
  "lib/grading/mod.ts": "export {};\n",
  "scripts/run.ts": 'import { say } from "./say.ts";\nimport "npm";\n',
  "scripts/say.ts": 'await import("./later.ts");\n',
  "scripts/later.ts": "",
  "scripts/grade.ts": "",
};

const cut = (
  names: string[],
  changes: Record<string, string> = {},
  answers = new Map([["mle/models/mod.ts", new Set(names)]]),
) =>
  studentSources(
    new Map(Object.entries({ ...SOURCES, ...changes })),
    answers,
    ["scripts/run.ts"],
  );

Deno.test("the students' library lacks answers and what only they need", () => {
  const changes = {
    "lib/models/mod.ts": SOURCES["lib/models/mod.ts"]
      .replace(", type Options", ""),
  };
  const sources = cut(["Model"], changes);
  assertEquals([...sources.keys()].sort(), [
    "lib/models/mod.ts",
    "lib/models/other.ts",
    "lib/tools/mod.ts",
    "lib/tools/tool.ts",
    "scripts/later.ts",
    "scripts/run.ts",
    "scripts/say.ts",
  ]);
  assertEquals(
    sources.get("lib/models/mod.ts"),
    '/** Models. */\nexport { Other } from "./other.ts";\n',
  );
});

Deno.test("a file that declares an answer holds nothing else that is given", () => {
  assertThrows(
    () => cut(["Model"]),
    Error,
    "Cannot leave out Model of lib/models/mod.ts: lib/models/mod.ts, which " +
      "students get, needs it",
  );
});

Deno.test("what students get needs no answer", () => {
  const users = ['from "../models/mod.ts"', 'from "../models/other.ts"'];
  for (const from of users) {
    const tool = `import { Other } ${from};\n`;
    assertThrows(
      () => cut(["Other"], { "lib/tools/tool.ts": tool }),
      Error,
      "lib/tools/tool.ts, which students get, needs it",
    );
  }
});

Deno.test("an answer is passed on by its folder", () => {
  assertThrows(
    () => cut(["Nothing"]),
    Error,
    "Cannot leave out Nothing: lib/models/mod.ts does not pass it on from a " +
      "file of its own",
  );
});
