import { assert, assertEquals, assertRejects } from "@std/assert";
import { dirname, join } from "node:path";
import {
  type Intake,
  INTAKE_LIMITS,
  takeIn,
} from "../../../scripts/course/grade/intake/mod.ts";
import { studentId } from "../../../scripts/course/grade/intake/student_id.ts";
import { notebook } from "./grade_cells.ts";
import { notebookText, RIGHT, STUDENT, TEACHER } from "./notebooks.ts";
import { lieAboutSize, zipOf } from "./zips.ts";

const TEACHERS = ["squares", "circles"].map((name) => ({
  ...notebook(name === "squares" ? TEACHER : TEACHER.slice(0, 1)),
  name,
}));
const GOOD = notebookText(RIGHT);
const OTHER = notebookText(STUDENT);

/** Takes in files given by path; a function makes one that text cannot. */
async function taken(
  files: Record<
    string,
    string | Uint8Array | ((path: string) => Promise<void>)
  >,
  { root = "handed_in", limits = INTAKE_LIMITS } = {},
): Promise<Intake> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, root, name);
      await Deno.mkdir(dirname(path), { recursive: true });
      if (typeof content === "function") await content(path);
      else if (typeof content === "string") {
        await Deno.writeTextFile(path, content);
      } else await Deno.writeFile(path, content);
    }
    const source = root.endsWith(".zip") ? root + "/" + root : root;
    return await takeIn(
      join(folder, source),
      TEACHERS,
      join(folder, "c"),
      limits,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function who({ submissions }: Intake): string[] {
  return submissions.map(({ student, exercise }) => `${student}/${exercise}`)
    .sort();
}

function why({ refusals }: Intake): string[] {
  return refusals.map(({ student, reason }) => `${student}: ${reason}`);
}

const LAYOUTS: [string, string[], string[]][] = [
  ["nbgrader's layout", [
    "submitted/anna/sheet_6/squares.ipynb",
    "submitted/anna/sheet_6/circles.ipynb",
    "submitted/ben/sheet_6/squares.ipynb",
  ], ["anna/circles", "anna/squares", "ben/squares"]],
  ["nbgrader's layout with one student", [
    "submitted/anna/sheet_6/squares.ipynb",
  ], ["anna/squares"]],
  ["a folder for each student", [
    "anna/squares.ipynb",
    "ben/deep/down/squares.ipynb",
  ], ["anna/squares", "ben/squares"]],
  ["a folder around them", [
    "Sheet 6/anna/squares.ipynb",
    "Sheet 6/ben/squares.ipynb",
  ], ["anna/squares", "ben/squares"]],
  ["a student with a folder for each exercise", [
    "anna/squares/squares.ipynb",
    "anna/circles/circles.ipynb",
  ], ["anna/circles", "anna/squares"]],
  ["notebooks with names", [
    "anna_squares.ipynb",
    "squares-ben.ipynb",
    "carla.ipynb",
  ], ["anna/squares", "ben/squares", "carla/squares"]],
  ["one person's notebooks", [
    "squares.ipynb",
    "circles (1).ipynb",
  ], ["handed_in/circles", "handed_in/squares"]],
  ["Moodle's folders", [
    "Anna Berg_123_assignsubmission_file_/squares.ipynb",
    "Ben Öst_124_assignsubmission_file_/mine.ipynb",
  ], ["Anna_Berg_123/squares", "Ben_Öst_124/squares"]],
  ["Moodle's files", [
    "Anna Berg_123_assignsubmission_file_squares.ipynb",
  ], ["Anna_Berg_123/squares"]],
  ["ILIAS's folders", [
    "Uebung/Submissions/Berg_Anna_ab123_456/20250611123456_squares.ipynb",
    "Uebung/Submissions/Ost_Ben_bo124_457/20250611123457_squares.ipynb",
  ], ["Berg_Anna_ab123_456/squares", "Ost_Ben_bo124_457/squares"]],
  ["copies that nobody handed in", [
    "anna/squares.ipynb",
    "anna/.ipynb_checkpoints/squares-checkpoint.ipynb",
    "anna/__MACOSX/._squares.ipynb",
    "anna/build/notebooks/squares.ipynb",
  ], ["anna/squares"]],
];

for (const [name, paths, expected] of LAYOUTS) {
  Deno.test(`takes in ${name}`, async () => {
    const intake = await taken(
      Object.fromEntries(paths.map((path) => [path, GOOD])),
    );
    assertEquals(who(intake), expected);
    assertEquals(intake.refusals, []);
  });
}

Deno.test("takes in a platform's zip with zips in it", async () => {
  const inner = await zipOf([
    { name: "sheet/squares.ipynb", content: GOOD },
    { name: "sheet/lib/code.ts", content: "no notebook" },
  ]);
  const outer = await zipOf([
    { name: "A B_1_assignsubmission_file_/work.zip", content: inner },
    { name: "C D_2_assignsubmission_file_/squares.ipynb", content: GOOD },
  ]);
  const intake = await taken({ "all.zip": outer }, { root: "all.zip" });
  assertEquals(who(intake), ["A_B_1/squares", "C_D_2/squares"]);
  const inFolder = await taken({ "anna.zip": inner, "ben.zip": inner });
  assertEquals(who(inFolder), ["anna/squares", "ben/squares"]);
  const alone = await taken({
    "anna.zip": await zipOf([{ name: "squares.ipynb", content: GOOD }]),
  }, { root: "anna.zip" });
  assertEquals(who(alone), ["anna/squares"]);
});

Deno.test("a zip's hostile entries cost themselves only", async () => {
  const zip = await zipOf([
    { name: "/etc/squares.ipynb", content: GOOD },
    { name: "../ben/squares.ipynb", content: GOOD },
    { name: "a/../../ben/squares.ipynb", content: GOOD },
    { name: "..\\ben\\squares.ipynb", content: GOOD },
    { name: "C:\\squares.ipynb", content: GOOD },
    { name: "link/squares.ipynb", content: "/etc/passwd", link: true },
    { name: "secret/squares.ipynb", content: GOOD, password: "x" },
    { name: "twice/squares.ipynb", content: GOOD },
    { name: "twice/squares.ipynb", content: OTHER },
    { name: "work.rar", content: "Rar!" },
  ]);
  const intake = await taken({
    "anna/work.zip": zip,
    "ben/squares.ipynb": GOOD,
  });
  assertEquals(who(intake), ["anna/squares", "ben/squares"]);
  assertEquals(
    why(intake).sort(),
    [
      ...Array(3).fill(
        'anna: The file\'s path in the zip leads out of it ("..").',
      ),
      ...Array(2).fill("anna: The file's path in the zip is absolute."),
      "anna: The archive is no zip: hand in the notebooks themselves, or a zip.",
      "anna: The file in the zip is encrypted.",
      "anna: The file is a link.",
      "anna: The zip holds two files of this name.",
    ].sort(),
  );
});

Deno.test("zip bombs, broken zips and zips without end are refused", async () => {
  const limits = {
    ...INTAKE_LIMITS,
    notebookBytes: 1e6,
    archiveBytes: 2e6,
    unpackedBytes: 3e6,
    entries: 50,
  };
  const zeros = await zipOf([
    { name: "squares.ipynb", content: new Uint8Array(5e6) },
  ]);
  const pieces = Array.from({ length: 5 }, (_, i) => ({
    name: `${i}/squares.ipynb`,
    content: new Uint8Array(9e5),
  }));
  let nested = zeros;
  for (let i = 0; i < 5; i++) {
    nested = await zipOf([{ name: "deeper.zip", content: nested }]);
  }
  const many = Array.from({ length: 60 }, (_, i) => ({
    name: `${i}.txt`,
    content: "",
  }));
  const intake = await taken({
    "a/w.zip": zeros,
    "b/w.zip": lieAboutSize(zeros, 100),
    "c/w.zip": nested,
    "d/w.zip": await zipOf(many),
    "e/w.zip": new Uint8Array([80, 75, 3, 4, 9]),
    "f/w.zip": zeros.subarray(0, zeros.length / 2),
    "g/w.zip": await zipOf([{ name: "w.zip", content: await zipOf(pieces) }]),
    "ben/squares.ipynb": GOOD,
  }, { limits });
  assertEquals(who(intake), ["ben/squares"]);
  const reasons = (student: string) =>
    intake.refusals.filter((refusal) => refusal.student === student)
      .map(({ reason }) => reason);
  assertEquals(reasons("a"), ["The file is larger than 1 MB."]);
  assert(/larger|cannot be read/.test(reasons("b")[0]), reasons("b")[0]);
  assertEquals(reasons("c"), ["Too many zips inside of each other."]);
  assert(/more than 50 entries/.test(reasons("d")[0]), reasons("d")[0]);
  assert(/The zip cannot be read/.test(reasons("e")[0]), reasons("e")[0]);
  assert(/The zip cannot be read/.test(reasons("f")[0]), reasons("f")[0]);
  assert(reasons("g").includes("The file is larger than 1 MB."));
});

Deno.test("files that are no notebooks of ours are refused, by name", async () => {
  const kernel = { kernelspec: { name: "python3", language: "python" } };
  const intake = await taken({
    "a/squares.ipynb": GOOD.slice(0, 500),
    "b/squares.ipynb": notebookText(RIGHT, kernel),
    "c/squares.ipynb": '{"nbformat": 3, "worksheets": []}',
    "d/squares.ipynb": '{"nbformat": 3, "cells": []}',
    "e/squares.ipynb": "",
    "f/squares.ipynb": "[]",
    "g/squares.ipynb": new Uint8Array([0xff, 0xfe, 0]),
    "h/other.ipynb": notebookText([{ id: "x", source: "1" }]),
    "i/squares.ipynb": "[".repeat(1e5),
    "j/squares.ipynb": JSON.stringify({
      nbformat: 4,
      cells: Array(6000).fill({}),
    }),
    "ben/squares.ipynb": GOOD,
  });
  assertEquals(who(intake), ["ben/squares"]);
  const json = "The file is no notebook: it is not valid JSON. " +
    "Was it saved to its end?";
  const list = "The file is no notebook: it has no list of cells.";
  assertEquals(why(intake), [
    `a: ${json}`,
    'b: The notebook was saved for the kernel "python3"; the exercises are in ' +
    "TypeScript, for the kernel deno.",
    `c: ${list}`,
    "d: Expected a notebook of format 4, got format 3. Open it in a current " +
    "JupyterLab and save it.",
    `e: ${json}`,
    `f: ${list}`,
    `g: ${json}`,
    "h: It is none of the exercises: name it squares, circles.",
    `i: ${json}`,
    "j: Expected at most 5000 cells, got 6000.",
  ]);
});

Deno.test("a notebook of 1 GB is refused without being read", async () => {
  const intake = await taken({
    "anna/squares.ipynb": async (path) => {
      using file = await Deno.open(path, { create: true, write: true });
      await file.truncate(2 ** 30);
    },
    "ben/squares.ipynb": GOOD,
  });
  assertEquals(why(intake), ["anna: The file is larger than 64 MB."]);
  assertEquals(who(intake), ["ben/squares"]);
});

Deno.test({
  name: "links in a folder are not followed",
  ignore: Deno.build.os === "windows",
  async fn() {
    const intake = await taken({
      "anna/squares.ipynb": (path) => Deno.symlink("/etc/passwd", path),
      "carla/work": (path) => Deno.symlink("/", path),
      "ben/squares.ipynb": GOOD,
    });
    assertEquals(why(intake), [
      "anna: The file is a link or a device.",
      "carla: The file is a link.",
    ]);
    assertEquals(who(intake), ["ben/squares"]);
  },
});

Deno.test("of two different notebooks for an exercise none is guessed", async () => {
  const intake = await taken({
    "anna/squares.ipynb": GOOD,
    "anna/squares (1).ipynb": OTHER,
    "ben/squares.ipynb": GOOD,
    "ben/copy/squares.ipynb": GOOD,
  });
  assertEquals(who(intake), ["ben/squares"]);
  assertEquals(why(intake), [
    "anna: Which one counts? There are different ones: " +
    "anna/squares (1).ipynb and anna/squares.ipynb.",
  ]);
});

Deno.test("names become safe, and stay different", async () => {
  assertEquals(studentId("anna"), "anna");
  assertEquals(studentId("Öst, Anna Maria"), "Öst_Anna_Maria");
  assertEquals(studentId("A\u0308"), "Ä");
  const hostile = [
    `"><script>alert(1)</script>`,
    "o'neill",
    "o`neill",
    "a\nb",
    "a\tb",
    "../../etc",
    ".hidden",
    "=1+2",
    "@SUM(A1)",
    "-rf",
    "",
    "..",
    "x".repeat(500),
    "😀".repeat(100),
    "\u202etxt.exe",
  ];
  const ids = hostile.map(studentId);
  assertEquals(new Set(ids).size, hostile.length);
  for (const id of ids) {
    assert(/^[\p{L}\p{N}][\p{L}\p{N}_.+@-]*$/u.test(id), id);
    assert(new TextEncoder().encode(id).length < 200);
  }
  const intake = await taken({ [`"><b>'\n/squares.ipynb`]: GOOD });
  assertEquals(intake.students, [studentId(`"><b>'\n`)]);
});

Deno.test("what is neither a folder nor a zip is no set of submissions", async () => {
  const file = await Deno.makeTempFile({ suffix: ".txt" });
  await assertRejects(
    () => takeIn(file, TEACHERS, `${file}.d`),
    TypeError,
    `Cannot grade ${file}: expected a folder or a zip, got another file`,
  );
  await Deno.remove(file);
  await assertRejects(
    () => takeIn(file, TEACHERS, `${file}.d`),
    TypeError,
    "expected a folder or a zip, got nothing: there is no such file",
  );
});
