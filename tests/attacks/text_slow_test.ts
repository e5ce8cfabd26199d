/**
 * Hostile text, outside of any sandbox: all that touches it takes linear time. Were
 * it quadratic, a megabyte would take hours, and this file would not end.
 */
import { assert, assertEquals } from "@std/assert";
import { difference } from "../../scripts/course/grade/compare.ts";
import { comparable } from "../../scripts/course/grade/match_cells.ts";
import { mark } from "../../scripts/course/grade/mark.ts";
import { slim } from "../../scripts/course/grade/intake/slim.ts";
import { parseNotebook } from "../../scripts/notebooks/format.ts";
import { feedbackPage } from "../../scripts/course/grade/publish/feedback.ts";
import { csvOf } from "../../scripts/course/grade/csv.ts";
import { plainText } from "../../scripts/course/grade/shown.ts";
import { assemble } from "../../scripts/course/grade/assemble.ts";
import { notebook } from "../course/grade/grade_cells.ts";
import {
  notebookText,
  RIGHT,
  STUDENT,
  submission,
  TEACHER,
} from "../course/grade/notebooks.ts";

const MANY = 2 ** 20;

const TEXTS: Record<string, string> = {
  "spaces": " ".repeat(MANY) + "x",
  "lines": "\n".repeat(MANY) + "x",
  "spaces and lines": " \n".repeat(MANY / 2) + "x",
  "brackets": "[\n".repeat(MANY / 2),
  "definitions of links": "[a]: \n".repeat(MANY / 6),
  "quotes": "> ".repeat(MANY / 2),
  "tags that never end": "<a ".repeat(MANY / 3),
  "escapes that never end": "\x1b[" + "0;".repeat(MANY / 2),
  "escapes": "\x1b[".repeat(MANY / 2),
  "slashes": "/".repeat(MANY),
  "backslashes": "\\".repeat(MANY),
  "backticks": "`".repeat(MANY),
  "dollars": "$".repeat(MANY),
  "stars": "*a".repeat(MANY / 2),
  "commas and quotes": '",'.repeat(MANY / 2),
  "formulas": "=1+".repeat(MANY / 3),
  "marks of hidden tests": "// BEGIN HIDDEN TESTS\n".repeat(MANY / 22),
  "combined characters": "a\u0301".repeat(MANY / 2),
  "lone surrogates": "\ud800".repeat(MANY),
};

for (const [name, text] of Object.entries(TEXTS)) {
  Deno.test(`a megabyte of ${name} is read and shown in linear time`, () => {
    const cells = submission({
      cube: { source: text },
      discussion: { source: text },
    }, [...RIGHT, { id: text.slice(0, 60), source: text }]);
    const bytes = new TextEncoder().encode(notebookText(cells));
    const submitted = parseNotebook(slim(bytes), "squares.ipynb");
    assert(comparable(text).length <= text.length);
    assert(plainText(text).length <= text.length);
    const assembled = assemble(notebook(TEACHER), submitted, notebook(STUDENT));
    const shown = assembled.map(({ hidden: _, ...cell }) => ({
      ...cell,
      outputs: [{ text: text.slice(0, 10_000) }],
    }));
    const marks = mark(
      assembled,
      { own: [], hidden: [], nonces: new Map() },
      { seed: 1, values: {} },
    );
    const base = { student: "anna", exercise: "squares", key: "", digest: "" };
    const page = feedbackPage({
      name: "Anna",
      rows: [],
      notebooks: [[{ ...base, marks, cells: shown, trouble: text }]],
      refusals: [],
    });
    assert(page.length > 0);
    assert(csvOf([[text]]).length > 0);
  });
}

Deno.test("half a million values are compared in linear time", () => {
  const value = Array.from({ length: 500_000 }, (_, i) => i);
  assertEquals(difference(value, [...value]), undefined);
  assert(difference(value, value.map((x) => x + 1)));
});
