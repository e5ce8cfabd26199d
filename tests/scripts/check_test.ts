import { assertEquals } from "@std/assert";
import { structureProblems } from "../../scripts/check/structure.ts";
import { toModule } from "../../scripts/check/module.ts";
import { type Notebook, readNotebook } from "../../scripts/notebooks/format.ts";
import { notebookText, type SampleCell } from "../notebooks/sample.ts";

async function notebookOf(
  cells: SampleCell[],
  change: (text: string) => string = (text) => text,
): Promise<Notebook> {
  const path = await Deno.makeTempFile({ suffix: ".ipynb" });
  await Deno.writeTextFile(path, change(notebookText(cells)));
  const notebook = await readNotebook(path);
  await Deno.remove(path);
  return { ...notebook, name: "x.ipynb" };
}

Deno.test("a notebook as it should be has no problems", async () => {
  const notebook = await notebookOf([
    { id: "title", type: "markdown", source: "# Title", tags: [] },
    { id: "load-signs", source: "1", tags: ["sheet-31"] },
  ]);
  assertEquals(structureProblems(notebook), []);
});

const faults: [string, SampleCell[], (text: string) => string, string[]][] = [
  [
    "another kernel",
    [],
    (text) => text.replace('"name":"mle-deno"', '"name":"python3"'),
    ["x.ipynb, expected the kernel mle-deno, got python3"],
  ],
  [
    "an id that Jupyter made up",
    [{ id: "0a1b2c3d", source: "1" }],
    (text) => text,
    [
      "x.ipynb, cell 1 (0a1b2c3d): its id is no name: expected words that " +
      "say what the cell is, such as load-signs",
    ],
  ],
  [
    "an id twice",
    [{ id: "train", source: "1" }, { id: "train", source: "2" }],
    (text) => text,
    ["x.ipynb, cell 2 (train): another cell has the same id"],
  ],
  [
    "an empty cell",
    [{ id: "text", type: "markdown", source: "  " }],
    (text) => text,
    ["x.ipynb, markdown cell (text): it is empty"],
  ],
  [
    "tags",
    [
      { id: "one", source: "1", tags: [] },
      { id: "two", source: "1", tags: ["Sheet 31"] },
    ],
    (text) => text,
    [
      "x.ipynb, cell 1 (one): it has no tag: expected the sheet's cell number " +
      "(sheet-34), or what the cell is",
      'x.ipynb, cell 2 (two): its tag "Sheet 31" is not in lower-case words',
    ],
  ],
  [
    "outputs",
    [{ id: "one", source: "1" }],
    (text) => text.replace('"execution_count":null', '"execution_count":7'),
    ["x.ipynb, cell 1 (one): it holds outputs: clear them before committing"],
  ],
  [
    "a using that never disposes",
    [{ id: "one", source: "using batch = next();" }],
    (text) => text,
    [
      "x.ipynb, cell 1 (one): a top-level using never disposes in a notebook: " +
      "put it in a block",
    ],
  ],
];

for (const [name, cells, change, expected] of faults) {
  Deno.test(`structure: ${name}`, async () => {
    const notebook = await notebookOf(cells, change);
    assertEquals(structureProblems(notebook), expected);
  });
}

Deno.test("the cells' code is one module, and every line keeps its place", async () => {
  const notebook = await notebookOf([
    { id: "first", source: 'import { a } from "a";\n\nconst c = a;' },
    { id: "text", type: "markdown", source: "const not = code" },
    { id: "second", source: "c" },
  ]);
  assertEquals(toModule(notebook), {
    source: 'import { a } from "a";\n\nconst c = a;\nc\nexport {};\n',
    places: [1, 2, 3].map((line) => `cell 1 (first), line ${line}`)
      .concat("cell 2 (second), line 1"),
  });
});
