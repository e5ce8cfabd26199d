import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import type { NotebookResult } from "../../../scripts/course/grade/grade_notebook.ts";
import { isPng } from "../../../scripts/course/grade/png.ts";
import { picturesOf } from "../../../scripts/course/grade/pictures.ts";
import {
  autogradedNotebook,
  withoutMarkup,
} from "../../../scripts/course/grade/publish/autograded.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { VERSION } from "../../../scripts/shared/version.ts";
import { feedbackPage } from "../../../scripts/course/grade/publish/feedback.ts";
import {
  csvOf,
  type Row,
  rowsOf,
} from "../../../scripts/course/grade/publish/table.ts";
import { gradeCells } from "./grade_cells.ts";
import { inProcessRunner } from "./in_process_runner.ts";
import { RIGHT, STUDENT, submission } from "./notebooks.ts";

const HOSTILE =
  `</pre><script>alert(1)</script><img src=x onerror=alert(1)>'"&`;

/** A result in which everything that a student writes is hostile. */
async function hostileResult(): Promise<NotebookResult> {
  const outputs = JSON.stringify([
    { "text/html": HOSTILE },
    { "image/svg+xml": `<svg onload="alert(1)"/>` },
    { "application/javascript": "alert(1)" },
    { "image/png": Buffer.from(HOSTILE).toString("base64") },
    { "image/png": `"><script>alert(1)</script>` },
    { "image/png": png().toString("base64") },
    { "text/plain": HOSTILE },
  ]);
  const cells = submission({
    cube: {
      source: `for (const data of ${outputs}) show(data);
print("\\x1b[31m${"\u202e"}red");
globalThis.cube = () => { throw new Error(${JSON.stringify(HOSTILE)}); };`,
    },
    discussion: { source: HOSTILE },
  }, RIGHT);
  cells.push({ id: HOSTILE, source: `// ${HOSTILE}` });
  const { marks, shown } = await gradeCells(cells, inProcessRunner());
  return {
    student: "anna",
    exercise: "squares",
    key: "",
    digest: "",
    marks,
    cells: shown,
    trouble: HOSTILE,
  };
}

/** A PNG of one pixel. */
function png(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    chunk("IDAT", deflateSync(Buffer.from([0, 0]))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

Deno.test("a feedback page holds no markup but its own, and forbids all that runs", async () => {
  const result = await hostileResult();
  const page = feedbackPage({
    student: "anna",
    results: [result],
    scores: {},
    refusals: [
      { path: HOSTILE, reason: HOSTILE, student: "anna", exercise: "squares" },
    ],
  });
  const tags = [...page.matchAll(/<([a-z!][^\s>]*)([^>]*)>/gi)];
  assertEquals(
    [...new Set(tags.map(([, name]) => name))].sort(),
    ["!DOCTYPE", "body", "div", "h1", "h2", "head", "html", "img", "li"]
      .concat(["meta", "p", "pre", "section", "style", "table", "td", "th"])
      .concat(["title", "tr", "ul"]),
  );
  assert(!tags.some(([, , attributes]) => /\son\w+=/i.test(attributes)));
  const pictures = tags.filter(([, name]) => name === "img");
  assertEquals(pictures.map(([tag]) => tag), [
    `<img alt="" src="data:image/png;base64,${png().toString("base64")}">`,
  ]);
  const style = /<style>([\s\S]*)<\/style>/.exec(page)![1];
  const digest = createHash("sha256").update(style).digest("base64");
  assert(page.includes(
    `content="default-src &#39;none&#39;; img-src data:; ` +
      `style-src &#39;sha256-${digest}&#39;"`,
  ));
  assert(!page.includes("\x1b") && !page.includes("\u202e"));
  assert(page.includes("cube: could not be computed: Error: &lt;/pre&gt;"));
});

Deno.test("a feedback page shows answers and reasons, and no hidden test", async () => {
  const { marks, shown } = await gradeCells(RIGHT);
  const result = {
    student: "anna",
    exercise: "squares",
    key: "",
    digest: "",
    marks,
    cells: shown,
  };
  const page = feedbackPage({
    student: "anna",
    results: [result],
    scores: { anna: { squares: { discussion: 2.5 } } },
    refusals: [],
  });
  for (
    const text of [
      ...["x * x * x", "✓ squares of a list", "8.5 of 9", "2.5 of 3"],
      ...["Task 2", "Check cube"],
    ]
  ) {
    assert(page.includes(text), text);
  }
  for (const text of ["handOut", "seed %", "mleTicket"]) {
    assert(!page.includes(text), text);
    assert(!autogradedNotebook(result).includes(text), text);
  }
  assert(page.includes(`Graded by version ${VERSION} `));
  const { metadata } = JSON.parse(autogradedNotebook(result));
  assertEquals(metadata.mle, { graded_by: VERSION });
});

Deno.test("the changelog begins with the present version", async () => {
  const text = await Deno.readTextFile(join(ROOT, "CHANGELOG.md"));
  assertEquals(/^## (.*)$/m.exec(text)?.[1], VERSION);
});

Deno.test("what formgrader shows holds plain text and pictures only", async () => {
  const notebook = JSON.parse(autogradedNotebook(await hostileResult()));
  const outputs = notebook.cells.flatMap(
    (cell: { outputs?: unknown[] }) => cell.outputs ?? [],
  ) as { output_type: string; data?: Record<string, unknown> }[];
  const kinds = new Set(
    outputs.map(({ output_type, data }) =>
      `${output_type} ${Object.keys(data ?? {})}`
    ),
  );
  assertEquals([...kinds].sort(), ["display_data image/png", "stream "]);
  const texts = notebook.cells.filter(
    (cell: { cell_type: string }) => cell.cell_type === "markdown",
  ).map(({ source }: { source: string }) => source);
  assert(!texts.some((text: string) => /<[a-z/!?]/i.test(text)), texts.join());
});

Deno.test("formgrader's text cells keep their formulas, and lose tags and bad links", () => {
  assertEquals(withoutMarkup("$a < b$, $a<b$ **x**"), "$a < b$, $a< b$ **x**");
  assertEquals(
    withoutMarkup("[x](javascript:alert(1)) [y](https://a.b) <javascript:x>"),
    "[x] (javascript:alert(1)) [y](https://a.b) < javascript:x>",
  );
  assertEquals(
    withoutMarkup("![p](attachment:p.png)\n[r]: javascript:alert(1)"),
    "![p](attachment:p.png)\n\\[r]: javascript:alert(1)",
  );
});

Deno.test("a PNG is one from its first byte to its last", () => {
  const good = png();
  assert(isPng(good));
  assert(!isPng(Buffer.concat([good, Buffer.from("<script>")])));
  assert(!isPng(good.subarray(0, good.length - 1)));
  assert(!isPng(Buffer.alloc(0)));
  for (const at of [0, 18, 30, 45]) {
    const bad = Buffer.from(good);
    bad[at] ^= 1;
    assert(!isPng(bad), `byte ${at}`);
  }
});

Deno.test("a student's pictures are kept if they are what they say", () => {
  const base64 = png().toString("base64");
  const attachments = {
    "page 1.png": { "image/png": base64 },
    "photo.jpg": { "image/jpeg": base64 },
    'x" onerror="alert(1)': { "image/png": base64 },
    "svg": { "image/svg+xml": base64 },
    "other": { 'image/png" onerror="alert(1)': base64 },
  };
  assertEquals(picturesOf({ attachments }), [
    { name: "page 1.png", mime: "image/png", base64 },
  ]);
});

Deno.test("the table is CSV without formulas", () => {
  const row: Row = {
    student: "=1+2",
    exercise: "e",
    task: "-t",
    points: -1,
    of: 2,
    why: 'a "b", c\n+d',
    time: 0.5,
  };
  assertEquals(
    csvOf([row, { ...row, student: "a,b", why: " @SUM(A1)" }]),
    "student,exercise,task,points,of,why,time\r\n" +
      `'=1+2,e,'-t,-1,2,"a ""b"", c\n+d",0.5\r\n` +
      `"a,b",e,'-t,-1,2,' @SUM(A1),0.5\r\n`,
  );
});

Deno.test("grade cells of one task are one line", async () => {
  const { marks, shown } = await gradeCells(submission({
    cube: { source: "globalThis.cube = () => 0;" },
  }, RIGHT));
  const result: NotebookResult = {
    student: "anna",
    exercise: "squares",
    key: "",
    digest: "",
    marks: marks.map((mark) => ({ ...mark, task: "task-1" })),
    cells: shown,
  };
  const [row, ...others] = rowsOf(result, {});
  assertEquals(others, []);
  assertEquals([row.points, row.of], [4, 9]);
  assert(/^cube: expected \d+, got 0; 3 to be marked by hand$/.test(row.why));
  assertEquals(
    rowsOf(result, { anna: { squares: { discussion: 3 } } })[0].points,
    7,
  );
});

Deno.test("values that are lost for one reason are named together", async () => {
  const { marks, shown: cells } = await gradeCells(STUDENT);
  const anna = { student: "anna", exercise: "squares", key: "", digest: "" };
  const rows = rowsOf({ ...anna, marks, cells }, {});
  assertEquals(rows.slice(0, 2).map(({ why }) => why), [
    "all 2 values: could not be computed: ReferenceError: square is not defined",
    "cube: could not be computed: ReferenceError: cube is not defined",
  ]);
});

Deno.test("a task of several cells gives each cell's reason, once closed", () => {
  const mark = {
    task: "task-2",
    points: 0,
    of: 2,
    byHand: false,
    values: [],
    durationMs: 0,
  };
  const [row, ...more] = rowsOf({
    student: "anna",
    exercise: "squares",
    key: "",
    digest: "",
    marks: [
      { ...mark, id: "text", byHand: true, problem: "There is no answer." },
      { ...mark, id: "code", problem: "The cell is missing." },
    ],
    cells: [],
  }, {});
  assertEquals(row.why, "There is no answer; The cell is missing.");
  assertEquals(row.of, 4);
  assertEquals(more, []);
});
