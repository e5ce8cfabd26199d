import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import {
  type NotebookResult,
  ungraded,
} from "../../../scripts/course/grade/grade_notebook.ts";
import { csvOf } from "../../../scripts/course/grade/csv.ts";
import { attachmentsOf } from "../../../scripts/course/grade/pictures.ts";
import { autogradedNotebook } from "../../../scripts/course/grade/publish/autograded.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { VERSION } from "../../../scripts/shared/version.ts";
import { feedbackPage } from "../../../scripts/course/grade/publish/feedback.ts";
import { renderedTexts } from "../../../scripts/course/grade/publish/rendered_texts.ts";
import { rowsOf } from "../../../scripts/course/grade/publish/table.ts";
import type { ShownCell } from "../../../scripts/course/grade/shown.ts";
import { gradeCells } from "./grade_cells.ts";
import { RIGHT, STUDENT, submission } from "./notebooks.ts";
import { COURSE } from "./small_course.ts";

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
  const { marks, shown } = await gradeCells(cells);
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
    name: "Anna Berg",
    rows: rowsOf(result),
    notebooks: [[result]],
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
    `content="default-src 'none'; img-src data:; ` +
      `style-src 'sha256-${digest}'"`,
  ));
  assert(!page.includes("\x1b") && !page.includes("\u202e"));
  assert(page.includes("cube: could not be computed"));
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
  const persons = {
    scores: { discussion: 2.5 },
    comments: { discussion: "Well <b>put</b>." },
    waiting: 0,
  };
  const page = feedbackPage({
    name: "Anna Berg",
    rows: rowsOf(result, persons),
    notebooks: [[result, persons]],
    refusals: [],
  });
  for (
    const text of [
      ...["x * x * x", "✓ squares of a list", "8.5 of 9", "2.5 of 3 points"],
      ...["Well &lt;b>put&lt;/b>."],
      ...["Task 2", "Check cube"],
    ]
  ) {
    assert(page.includes(text), text);
  }
  const autograded = autogradedNotebook(result, new Map());
  for (const text of ["handOut", "seed %", "mleTicket"]) {
    assert(!page.includes(text), text);
    assert(!autograded.includes(text), text);
  }
  assert(page.includes(`Graded by version ${VERSION} `));
  const { metadata } = JSON.parse(autograded);
  assertEquals(metadata.mle, { graded_by: VERSION });
});

Deno.test("the changelog begins with the present version", async () => {
  const text = await Deno.readTextFile(join(ROOT, "CHANGELOG.md"));
  assertEquals(/^## (.*)$/m.exec(text)?.[1], VERSION);
});

/** A notebook's texts as formgrader gets them. */
async function rendered(
  cells: Parameters<typeof renderedTexts>[0] extends Iterable<infer C> ? C
    : never,
): Promise<Map<string, string>> {
  const folder = await Deno.makeTempDir();
  try {
    for await (const texts of renderedTexts([cells], folder)) return texts;
    throw new Error("nothing was rendered");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Texts, each in a cell of its own, as formgrader gets them. */
async function renderedOf(
  sources: string[],
  attachments?: ShownCell["attachments"],
): Promise<string[]> {
  const cells = sources.map((source, i): ShownCell => ({
    id: `text-${i}`,
    role: "text",
    type: "markdown",
    source,
    attachments,
    notes: [],
    tags: [],
    outputs: [],
  }));
  return [...(await rendered(cells)).values()];
}

Deno.test("what formgrader shows holds plain text and pictures only", async () => {
  const result = await hostileResult();
  const notebook = JSON.parse(
    autogradedNotebook(result, await rendered(result.cells)),
  );
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
  for (const text of texts) assertHarmless(text);
});

// What a text may become in formgrader's page, and no more.
const HARMLESS_TAG =
  /^<\/?(div|p|br|hr|h[1-6]|strong|em|s|blockquote|pre|code|ul|ol|li|table|thead|tbody|tr|th|td|a|img|math|m[a-z]+)( [^<>]*)?>$/;
const HARMLESS_ATTRIBUTE =
  /^(class="tex2jax_ignore"|href="(https?:\/\/|mailto:)[^"]*"|rel="noopener noreferrer nofollow"|src="data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*"|(alt|start|display|stretchy|fence|form|separator|mathvariant|width|linethickness|displaystyle|columnalign|rowspacing|columnspacing|accent|scriptlevel|notation|minsize|maxsize)="[^"]*")$/;

function assertHarmless(html: string): void {
  assert(!html.includes("\n"), "one line is not read as Markdown again");
  assert(html.startsWith('<div class="tex2jax_ignore">'), html);
  for (const [tag] of html.matchAll(/<[^<>]*>/g)) {
    assert(HARMLESS_TAG.test(tag), tag);
    for (const [attribute] of tag.matchAll(/[\w-]+="[^"]*"/g)) {
      assert(HARMLESS_ATTRIBUTE.test(attribute), attribute);
    }
  }
}

Deno.test("no text brings script or a remote picture to formgrader", async () => {
  const hostile = [
    HOSTILE,
    "[x](javascript:alert(1)) <javascript:alert(1)> [y](JaVaScRiPt:alert(1))",
    "> [1]: javascript:alert(2)\n\n[see][1]",
    "- [2]: javascript:alert(3)\n\n[see][2]",
    "[3]: <java\tscript:alert(1)>\n[see][3]",
    "![a](https://127.0.0.1:45123/track.png) <img src=//x/y>",
    "[![x](attachment:a.png)](data:text/html,<script>alert(1)</script>)",
    "$\\href{javascript:alert(1)}{x}$ $\\style{position:fixed}{x}$",
    "$\\text{<img src=x onerror=alert(1)>}$ $\\class{a}{b} \\cssId{c}{d}$",
    "$$\\unicode{60}script\\unicode{62}$$ `$<script>$`",
    "```html\n\n<script>alert(6)</script>\n```",
    "<div>\n\n<script>alert(7)</script></div>",
    "&lt;script&gt;alert(8)&lt;/script&gt;",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(9)>",
    "<svg><style><a title='</style><img src=x onerror=alert(1)>'>",
  ];
  for (const html of await renderedOf(hostile)) assertHarmless(html);
});

Deno.test("a picture is shown once, however often a text names it", async () => {
  const PIXEL = png().toString("base64");
  const a = { "a.png": { "image/png": PIXEL } };
  const [text] = await renderedOf(["![](attachment:a.png)\n".repeat(5000)], a);
  assertEquals(text.split(PIXEL).length - 1, 1);
  assertEquals(text.split("<img").length - 1, 5000);
  assertHarmless(text);
  const [first, second] = await renderedOf(["the same", "the same"], a);
  for (const text of [first, second]) assertStringIncludes(text, PIXEL);
});

Deno.test("a notebook's texts are shown up to a limit, in linear time", async () => {
  const texts = await renderedOf(Array(12).fill("a ".repeat(50_000)));
  const cut = texts.filter((text) => text.includes("more text than can be"));
  assertEquals(cut.length, 2);
});

Deno.test("texts keep their words, formulas, links, tables and code", async () => {
  const [text, table, code, lost] = await renderedOf([
    "$a<b$ **x** [y](https://a.b) List<int>\n\n[1] my note: z",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "```ts\nlet x = 1;\n\nlet y = 2;\n```",
    "$\\frac$ and $$\\begin{aligned} a &= b \\end{aligned}$$ <!-- seen -->",
  ]);
  assertStringIncludes(text, "<mo>&lt;</mo>");
  assertStringIncludes(text, "<strong>x</strong>");
  assertStringIncludes(text, '<a href="https://a.b" rel="');
  assertStringIncludes(text, "List&lt;int&gt;");
  assertStringIncludes(text, "[1] my note: z");
  assertStringIncludes(table, "<td>2</td>");
  assertStringIncludes(code, "let x = 1;&#10;&#10;let y = 2;");
  assertStringIncludes(lost, "<code>\\frac</code>");
  assertStringIncludes(lost, "<mtable");
  assertStringIncludes(lost, "&lt;!-- seen --&gt;");
});

Deno.test("no text in a formula, nor after it, is taken for markup", async () => {
  const [within, heading, comment, tag] = await renderedOf([
    "We have $n \\text{ with n<m}$ and all follows.",
    "$\\text{<h1>}$ all the rest $a$\n\nis below",
    "$\\text{a<b!--}$\n\nFirst line\n\nSecond line",
    '$\\tag{</mtext></math><a href="https://evil/">click</a>}$',
  ]);
  assertStringIncludes(within, "<mtext>&nbsp;with&nbsp;n&lt;m</mtext>");
  assertStringIncludes(within, "and all follows.");
  assertStringIncludes(heading, "<mtext>&lt;h1&gt;</mtext>");
  assertStringIncludes(heading, "<p>is below</p>");
  assertStringIncludes(comment, "a&lt;b!--</mtext>");
  assertStringIncludes(comment, "<p>Second line</p>");
  assert(!tag.includes("<a "), tag);
});

Deno.test("texts that take long to render are shown as they were written", async () => {
  const long = [
    "[".repeat(80_000),
    "![".repeat(50_000),
    "> ".repeat(3_000) + "x",
    "$\\sqrt{".repeat(20_000),
    " ".repeat(100_000) + "x",
    "a".repeat(300_000),
  ];
  const html = await renderedOf(long);
  assertEquals(html.length, long.length);
  for (const text of html) assertHarmless(text);
  assertStringIncludes(html[5], "aaaa");
});

Deno.test("a student's pictures are what their bytes say, whatever their names", async () => {
  const base64 = png().toString("base64");
  const gif = Buffer.from("GIF89a.......").toString("base64");
  const webp = Buffer.from("RIFF....WEBPVP8 ").toString("base64");
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]).toString("base64");
  const huge = png();
  huge.writeUInt32BE(50_000, 16); // a few bytes, gigabytes in a browser
  const attachments = {
    "image (1).png": { "image/png": base64 },
    "scan.gif": { "image/gif": gif },
    "a%20b.webp": { "image/webp": webp },
    "photo.jpg": { "image/png": jpeg },
    'x" onerror="alert(1)': { 'image/png" onerror="alert(1)': base64 },
    "photo.heic": { "image/heic": "AAAA" },
    "bomb.png": { "image/png": huge.toString("base64") },
    "evil.svg": { "image/svg+xml": Buffer.from("<svg/>").toString("base64") },
  };
  const { pictures, others } = attachmentsOf({ attachments });
  assertEquals(pictures.map(({ mime }) => mime), [
    "image/png",
    "image/gif",
    "image/webp",
    "image/jpeg",
    "image/png",
  ]);
  assertEquals(others, ["photo.heic", "bomb.png", "evil.svg"]);
  const [html] = await renderedOf([
    "![1](attachment:image%20(1).png) ![2](attachment:scan.gif) " +
    "![3](attachment:nowhere.png)",
  ], attachments);
  assertHarmless(html);
  assertEquals(html.match(/src="data:image/g)?.length, 5);
  assertStringIncludes(html, "photo.heic: no browser shows it");
});

Deno.test("tables are CSV without formulas", () => {
  assertEquals(
    csvOf([["=1+2", "-t", -1, 'a "b", c\n+d'], ["a,b", " @SUM(A1)", 0.5, ""]]),
    `'=1+2,'-t,-1,"a ""b"", c\n'+d"\r\n"a,b",' @SUM(A1),0.5,\r\n`,
  );
  // Where a spreadsheet parts cells by other signs, and in Japanese.
  assertEquals(
    csvOf([["Eve;=1+1;x", "a;b - c", "\t＝1"]]),
    "Eve;'=1+1;x,a;b - c,\t'＝1\r\n",
  );
  assertEquals(csvOf([["=1"]], { formulas: "as they came" }), "=1\r\n");
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
  const [row, ...others] = rowsOf(result);
  assertEquals(others, []);
  assertEquals([row.points, row.of], [4, 9]);
  assertEquals(row.why, "cube: is not right; 3 to be marked by hand");
  assertEquals(
    rowsOf(result, { scores: { discussion: 3 }, comments: {}, waiting: 0 })[0]
      .points,
    7,
  );
});

Deno.test("values that are lost for one reason are named together", async () => {
  const { marks, shown: cells } = await gradeCells(STUDENT);
  const anna = { student: "anna", exercise: "squares", key: "", digest: "" };
  const rows = rowsOf({ ...anna, marks, cells });
  assertEquals(rows.slice(0, 2).map(({ why }) => why), [
    "all 2 values: could not be computed",
    "cube: could not be computed",
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
  });
  assertEquals(row.why, "There is no answer; The cell is missing.");
  assertEquals(row.of, 4);
  assertEquals(more, []);
});

Deno.test("of a notebook's pictures, the first twenty are shown", async () => {
  const picture = { "image/png": png().toString("base64") };
  const draw = (count: number) =>
    `for (let i = 0; i < ${count}; i++) show(${JSON.stringify(picture)});`;
  const { shown } = await gradeCells(submission({
    square: { source: `globalThis.square = (x) => x * x; ${draw(15)}` },
    cube: { source: `globalThis.cube = (x) => x ** 3; ${draw(15)}` },
  }, RIGHT));
  const pictures = (id: string) =>
    shown.find((cell) => cell.id === id)!.outputs.length;
  assertEquals([pictures("square"), pictures("cube")], [15, 5]);
});

Deno.test("a reason that all cells of a task share stands once", () => {
  const [teacher] = COURSE.teachers;
  const missing = ungraded("anna", teacher, "Nothing was handed in.");
  const marks = missing.marks.map((mark) => ({ ...mark, task: "task-1" }));
  assertEquals(rowsOf({ ...missing, marks }).map(({ why }) => why), [
    "Nothing was handed in.",
  ]);
  const rows = rowsOf(missing);
  const page = feedbackPage({
    name: "Anna",
    rows,
    notebooks: [[missing]],
    refusals: [],
  });
  assert(!page.includes("<h2>"), "an exercise that was not handed in");
});
