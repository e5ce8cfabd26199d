/**
 * Hostile text, outside of any sandbox: all that touches it takes linear time. Were
 * it quadratic, a megabyte would take hours, and this file would not end.
 */
import { assert } from "@std/assert";
import { agrees } from "../../scripts/course/grade/compare.ts";
import { comparable } from "../../scripts/course/grade/match_cells.ts";
import { mark } from "../../scripts/course/grade/mark.ts";
import {
  NoNotebookError,
  slim,
} from "../../scripts/course/grade/intake/slim.ts";
import { parseNotebook } from "../../scripts/notebooks/format.ts";
import { feedbackPage } from "../../scripts/course/grade/publish/feedback.ts";
import { csvOf } from "../../scripts/course/grade/csv.ts";
import { plainText } from "../../scripts/course/grade/shown.ts";
import { assemble } from "../../scripts/course/grade/assemble.ts";
import { notebook } from "../course/grade/grade_cells.ts";
import { FILES, TEXTS } from "./texts.ts";
import {
  notebookText,
  RIGHT,
  STUDENT,
  submission,
  TEACHER,
} from "../course/grade/notebooks.ts";

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

for (const [name, text] of Object.entries(FILES)) {
  Deno.test(`a file of ${name} is read or refused in linear time`, () => {
    let cells = 0;
    try {
      const read = slim(new TextEncoder().encode(text));
      cells = parseNotebook(read, "squares.ipynb").cells.length;
    } catch (error) {
      assert(error instanceof NoNotebookError, String(error));
    }
    assert(cells <= 5000);
  });
}

Deno.test("half a million values are compared in linear time", () => {
  const value = Array.from({ length: 500_000 }, (_, i) => i);
  assert(agrees(value, [...value]));
  assert(!agrees(value, value.with(-1, 0)));
});
