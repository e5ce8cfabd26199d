import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  NoNotebookError,
  slim,
} from "../../../scripts/course/grade/intake/slim.ts";
import { parseNotebook } from "../../../scripts/notebooks/format.ts";

const anything = fc.jsonValue();
const sometimes = <T>(likely: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: likely, weight: 3 }, {
    arbitrary: anything,
    weight: 1,
  });

const CELL = fc.record({
  id: sometimes(fc.string()),
  cell_type: sometimes(fc.constantFrom("code", "markdown", "raw")),
  source: sometimes(fc.oneof(fc.string(), fc.array(fc.string()))),
  metadata: sometimes(fc.record({
    tags: sometimes(fc.array(sometimes(fc.constantFrom("a", "b", "a,b", "")))),
    nbgrader: sometimes(fc.record({
      grade_id: sometimes(fc.string()),
      points: anything,
      grade: anything,
    }, { requiredKeys: [] })),
  }, { requiredKeys: [] })),
  attachments: sometimes(
    fc.dictionary(
      fc.string(),
      sometimes(fc.dictionary(fc.constantFrom("image/png", "x"), anything)),
    ),
  ),
  outputs: anything,
}, { requiredKeys: [] });

const NOTEBOOK = fc.record({
  nbformat: sometimes(fc.constant(4)),
  nbformat_minor: anything,
  metadata: anything,
  cells: sometimes(fc.array(sometimes(CELL))),
}, { requiredKeys: [] });

Deno.test("whatever is handed in is a notebook by nbformat's schema, or refused", () => {
  let taken = 0;
  fc.assert(
    fc.property(NOTEBOOK, (notebook) => {
      const bytes = new TextEncoder().encode(JSON.stringify(notebook));
      try {
        const { cells } = parseNotebook(slim(bytes), "x.ipynb");
        taken += Math.sign(cells.length);
      } catch (error) {
        if (!(error instanceof NoNotebookError)) throw error;
      }
    }),
    { numRuns: 500, seed: 6 },
  );
  assert(taken > 100, `only ${taken} notebooks with cells`);
});

Deno.test("what is right of a cell stays, what is not is left out", () => {
  const nbgrader = { grade_id: "a", points: "many", solution: true };
  const notebook = {
    nbformat: 4,
    nbformat_minor: 2,
    metadata: 3,
    cells: [
      {
        cell_type: "markdown",
        source: ["a\r\n", 5, "b"],
        metadata: { tags: ["x", 4, "x", "y,z"], nbgrader },
        attachments: {
          "a.png": { "image/png": ["QU", "JD"], "text/plain": 1 },
          "b.png": "nothing",
        },
      },
      { cell_type: "code", id: "two", source: 4, outputs: "none" },
      { cell_type: "heading", id: "head", source: "words" },
      "gone",
    ],
  };
  const bytes = new TextEncoder().encode(JSON.stringify(notebook));
  const { cells } = parseNotebook(slim(bytes), "x.ipynb");
  const none = { nbgrader: undefined, attachments: undefined };
  const counts = { outputCount: 0, executionCount: null };
  assertEquals(cells, [
    {
      ...{ type: "markdown", id: "no-id-1", source: "a\nb", tags: ["x"] },
      nbgrader: {
        ...{ grade_id: "a", solution: true, grade: false, locked: false },
        ...{ schema_version: 3, task: false },
      },
      attachments: {
        "a.png": { "image/png": "QUJD", "text/plain": "" },
        "b.png": {},
      },
      ...{ ...counts, number: 0 },
    },
    {
      ...{ type: "code", id: "two", source: "", tags: [], ...none },
      ...{ ...counts, number: 1 },
    },
    {
      ...{ type: "markdown", id: "head", source: "words", tags: [], ...none },
      ...{ ...counts, number: 0 },
    },
    {
      ...{ type: "markdown", id: "no-id-4", source: "", tags: [], ...none },
      ...{ ...counts, number: 0 },
    },
  ]);
});
