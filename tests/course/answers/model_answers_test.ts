import { assert, assertEquals } from "@std/assert";
import { modelAnswers } from "../../../scripts/course/answers/model_answers.ts";
import { EXERCISES } from "../../../scripts/course/tasks/exercises.ts";
import { promptOf } from "../../../scripts/course/tasks/prompt.ts";
import {
  parseRawNotebook,
  type RawCell,
} from "../../../scripts/notebooks/format.ts";
import {
  findNotebooks,
  NOTEBOOKS,
} from "../../../scripts/notebooks/sources.ts";
import { notebookText } from "../../notebooks/sample.ts";

const textOf = ({ source }: RawCell) => [source].flat().join("");

Deno.test("an answer's cell holds the answer, and not how it is shown", () => {
  const raw = parseRawNotebook(
    notebookText([
      { id: "title", type: "markdown", source: "# Exercise 2: x\n\nText" },
      { id: "instructions", type: "markdown", source: "Run" },
      { id: "imports", source: 'import { a } from "b";' },
      { id: "task-1-answer", source: 'import { showSource } from "mle/x";' },
      { id: "check-task-1", source: "check();" },
      { id: "result", source: "1 + 1" },
    ]),
    "sample",
  );
  raw.cells[3].outputs = [{
    data: { "text/plain": ["// mle/sheet/x.ts\n", "class X {}\n"] },
  }];
  raw.cells[5].outputs = [{ data: { "text/plain": "2" } }];
  const { cells } = modelAnswers(raw, EXERCISES[1]);
  assertEquals(cells.map((cell) => [cell.id, textOf(cell), cell.outputs]), [
    ["title", "# Exercise 2: x\n\n**Answers**\n\nText", undefined],
    ["task-1-answer", "// mle/sheet/x.ts\nclass X {}\n", []],
    ["result", "1 + 1", raw.cells[5].outputs],
  ]);
});

Deno.test("the answers have no prompt, no hidden test and no self-check", async () => {
  for (const exercise of EXERCISES) {
    const [path] = await findNotebooks(NOTEBOOKS, exercise.notebook);
    const raw = parseRawNotebook(await Deno.readTextFile(path), path);
    const { cells } = modelAnswers(raw, exercise);
    const text = cells.map(textOf).join("\n");
    for (const id of Object.keys(exercise.answers)) {
      assert(!text.includes((await promptOf(exercise, id))!), id);
      assert(cells.some((cell) => cell.id === id), id);
    }
    for (const id of Object.keys(exercise.texts)) {
      assert(cells.some((cell) => cell.id === id), id);
    }
    assert(!/handOut|await check[A-Z]|not implemented/.test(text));
  }
});
