import { assert, assertEquals, assertRejects } from "@std/assert";
import { basename, dirname, join } from "node:path";
import {
  type Intake,
  INTAKE_LIMITS,
  type IntakeSettings,
  readRoster,
  type Refusal,
  takeIn,
} from "../../../scripts/course/grade/intake/mod.ts";
import {
  Copies,
  type SubmittedNotebook,
} from "../../../scripts/course/grade/copies.ts";
import { studentId } from "../../../scripts/course/grade/intake/student_id.ts";
import { notebook } from "./grade_cells.ts";
import {
  notebookText,
  RIGHT,
  STUDENT,
  submission,
  TEACHER,
} from "./notebooks.ts";
import { lieAboutSize, zipOf } from "./zips.ts";

const TEACHERS = [
  { ...notebook(TEACHER), name: "squares" },
  { ...notebook(ofCircles(TEACHER)), name: "circles" },
];
const json = "The file is not a notebook: it is not valid JSON. " +
  "Was it saved to its end?";
const GOOD = notebookText(RIGHT);
const OTHER = notebookText(STUDENT);

/** Another exercise's cells. */
function ofCircles<Cell extends { id: string }>(cells: Cell[]): Cell[] {
  return JSON.parse(
    JSON.stringify(cells).replaceAll(/"(grade_id|id)":"/g, "$&circle-"),
  );
}

/** Takes in files given by path; a function makes one that text cannot. */
async function taken(
  files: Record<
    string,
    string | Uint8Array | ((path: string) => Promise<void>)
  >,
  { root = "handed_in", look, ...settings }: IntakeSettings & {
    root?: string;
    look?: (copies: Copies, intake: Intake) => Promise<void>;
  } = {},
): Promise<Intake> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, root, name);
      await Deno.mkdir(dirname(path), { recursive: true });
      if (typeof content === "function") await content(path);
      else if (typeof content === "string") {
        const isCircles = content === GOOD && name.includes("circles");
        const text = isCircles ? notebookText(ofCircles(RIGHT)) : content;
        await Deno.writeTextFile(path, text);
      } else await Deno.writeFile(path, content);
    }
    const source = root.endsWith(".zip") ? root + "/" + root : root;
    const copies = new Copies(join(folder, "c"));
    const intake = await takeIn(
      join(folder, source),
      TEACHERS,
      copies.folder,
      settings,
    );
    await look?.(copies, intake);
    return intake;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function who({ submissions }: Intake): string[] {
  return submissions.map(({ student, exercise }) => `${student}/${exercise}`)
    .sort();
}

/** Whether it asks for what only the course's list says. */
function asksForRoster({ reason }: Refusal): boolean {
  return reason.includes("(--roster)");
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
  ["a stray notebook beside a class", [
    "Sheet 6/anna/squares.ipynb",
    "Sheet 6/ben/squares.ipynb",
    "Sheet 6/carla_squares.ipynb",
  ], ["anna/squares", "ben/squares", "carla/squares"]],
  ["a stray notebook beside the class's folder", [
    "Sheet 6/anna/squares.ipynb",
    "Sheet 6/ben/squares.ipynb",
    "squares-carla.ipynb",
  ], ["anna/squares", "ben/squares", "carla/squares"]],
  ["a student whose own folders hold copies", [
    "anna/squares.ipynb",
    "anna/try/circles.ipynb",
    "anna/more/numbers.csv",
  ], ["anna/circles", "anna/squares"]],
  ["a folder for each exercise of one student", [
    "squares/squares.ipynb",
    "circles/circles.ipynb",
  ], ["handed_in/circles", "handed_in/squares"]],
  ["a student called submitted", [
    "submitted/squares.ipynb",
    "anna/squares.ipynb",
  ], ["anna/squares", "submitted/squares"]],
  ["earlier marks among the submissions", [
    "anna/squares.ipynb",
    "ben/squares.ipynb",
    "marks/autograded/anna/sheet_6/squares.ipynb",
    "marks/feedback/anna/sheet_6/feedback.html",
    "marks/.grade/submissions/0123.ipynb",
    "marks/marks.csv",
  ], ["anna/squares", "ben/squares"]],
  [
    "names of copies",
    [
      "anna/squares (1).ipynb",
      "ben/squares - Kopie (2).ipynb",
      "carla/squares-Copy1-Copy2.ipynb",
      "dora/squares – kopia.ipynb",
      "emil/Copy of squares.ipynb",
      "fay/SQUARES_final_FINAL.IPYNB",
      "gil/squares.ipynb.txt",
      "hal/squares.ipynb.json",
      "ida/Untitled.ipynb",
    ],
    ["anna", "ben", "carla", "dora", "emil", "fay", "gil", "hal", "ida"]
      .map((name) => `${name}/squares`),
  ],
  ["names with numbers, which are no copies", [
    "student-07.ipynb",
    "student-08.ipynb",
  ], ["student-07/squares", "student-08/squares"]],
  ["Moodle's folders since version 4, in a folder around them", [
    "ML-Sheet 6-12345/Anna Berg_123_assignsubmission_file/squares.ipynb",
    "ML-Sheet 6-12345/Ben_B_124_assignsubmission_file/squares.ipynb",
    "ML-Sheet 6-12345/Ben_B_124_assignsubmission_file/deep/circles.ipynb",
  ], ["Anna_Berg_123/squares", "Ben_B_124/circles", "Ben_B_124/squares"]],
  ["Moodle's folder of a single student", [
    "ML-Sheet 6-12345/Anna Berg_123_assignsubmission_file_/squares.ipynb",
  ], ["Anna_Berg_123/squares"]],
  ["Moodle's groups, by number", [
    "Group A_55_assignsubmission_file_/squares.ipynb",
    "Default group_assignsubmission_file_/squares.ipynb",
    "Group A-Anna Berg_123_assignsubmission_file_/squares.ipynb",
    "Anna Berg_123_assignsubmission_file_/circles.ipynb",
  ], [
    "Anna_Berg_123/circles",
    "Anna_Berg_123/squares",
    "Default_group/squares",
    "Group_A_55/squares",
  ]],
  ["Moodle's participants without names", [
    "Participant_123_assignsubmission_file/squares.ipynb",
    "Participant_124_assignsubmission_file/squares.ipynb",
  ], ["Participant_123/squares", "Participant_124/squares"]],
  ["Canvas's files", [
    "lovelaceada_12345_98761_squares.ipynb",
    "lovelaceada_12345_98762_circles.ipynb",
    "turingalan_LATE_12346_98771_squares-1.ipynb",
    "anon_x7Yz_98772_squares.ipynb",
    "LATE_12347_98773_squares.ipynb",
  ], [
    "12347/squares",
    "anon_x7Yz/squares",
    "lovelaceada_12345/circles",
    "lovelaceada_12345/squares",
    "turingalan_12346/squares",
  ]],
  ["Canvas's files, unpacked into folders", [
    "submissions/lovelaceada_12345_98761_sheet_6/squares.ipynb",
    "submissions/turingalan_LATE_12346_98772_sheet_6-2/squares.ipynb",
  ], ["lovelaceada_12345/squares", "turingalan_12346/squares"]],
  ["Canvas's files of who is called like another's file", [
    "smithjohn_99001_701_squares.ipynb",
    "evil_99001_99004_702_squares.ipynb",
    "honest_99005_703_2025_squares.ipynb",
  ], [
    "evil_99001_99004/squares",
    "honest_99005/squares",
    "smithjohn_99001/squares",
  ]],
  ["Blackboard's files", [
    "gradebook_ML-SS25_Sheet206_ada01_attempt_2025-06-11-10-02-33_squares.ipynb",
    "gradebook_ML-SS25_Sheet206_ada01_attempt_2025-06-11-10-02-33_circles.ipynb",
    "gradebook_ML-SS25_Sheet206_ada01_attempt_2025-06-11-10-02-33.txt",
    "gradebook_ML-SS25_Sheet206_alan_attempt_2025-06-11-10-02-33_squares.ipynb",
  ], ["ada01/circles", "ada01/squares", "alan/squares"]],
  ["Blackboard's logins with a _, and assignments", [
    "Sheet_6_anna_lee_attempt_2025-06-11-10-00-00_squares.ipynb",
    "Sheet_6_kim_lee_attempt_2025-06-11-11-00-00_squares.ipynb",
  ], ["anna_lee/squares", "kim_lee/squares"]],
  ["Blackboard's file of one student, whose login is not clear", [
    "Sheet_6_anna_lee_attempt_2025-06-11-10-00-00_squares.ipynb",
  ], ["Sheet_6_anna_lee/squares"]],
  ["Moodle's folder of who is called like another's folder", [
    "John Smith_99001_assignsubmission_file_/squares.ipynb",
    "Evil_99001_assignsubmission_file_99004_assignsubmission_file_/squares.ipynb",
  ], [
    "Evil_99001_assignsubmission_file_99004/squares",
    "John_Smith_99001/squares",
  ]],
  ["Moodle's folder, alone, with a folder named like another's", [
    "Ada_1_assignsubmission_file_/Ben_2_assignsubmission_file_/squares.ipynb",
    "Ada_1_assignsubmission_file_/Ben_2_assignsubmission_file_/circles.ipynb",
    "Ada_1_assignsubmission_file_/run.csv",
  ], ["Ada_1/circles", "Ada_1/squares"]],
  ["Moodle's file that may be either's", [
    "John Smith_99001_assignsubmission_file_squares.ipynb",
    "Ada_99002_assignsubmission_file_squares.ipynb",
    "Evil_99004_assignsubmission_file_99001_assignsubmission_file_squares.ipynb",
  ], [
    "Ada_99002/squares",
    "Evil_99004_assignsubmission_file_99001_assignsubmission_file/squares",
    "John_Smith_99001/squares",
  ]],
  ["ILIAS's teams", [
    "Abgaben/Team 1/Berg_Anna_ab123_456/20250611123456_squares.ipynb",
    "Abgaben/Team 1/Ost_Ben_bo124_457/20250611123457_squares.ipynb",
    "Abgaben/Team 2/Noether_Emmy_en_458/20250611123457_squares.ipynb",
  ], [
    "Berg_Anna_ab123_456/squares",
    "Noether_Emmy_en_458/squares",
    "Ost_Ben_bo124_457/squares",
  ]],
  ["ILIAS's folder for feedback", [
    "multi_feedback_sheet_6_123/Berg_Anna_ab123_456/squares.ipynb",
    "multi_feedback_sheet_6_123/Ost_Ben_bo124_457/squares.ipynb",
    "multi_feedback_sheet_6_123/status.xlsx",
  ], ["Berg_Anna_ab123_456/squares", "Ost_Ben_bo124_457/squares"]],
  ["GitHub Classroom's and Gradescope's folders", [
    "sheet-6-06-11-2025/sheet-6-ada/notebooks/squares.ipynb",
    "sheet-6-06-11-2025/sheet-6-alan/notebooks/squares.ipynb",
    "sheet-6-06-11-2025/sheet-6-alan/.git/squares.ipynb",
    "sheet-6-06-11-2025/metadata.yml",
  ], ["sheet-6-ada/squares", "sheet-6-alan/squares"]],
  ["names of all scripts", [
    "สมชาย ใจดี_squares.ipynb",
    "नमस्ते_squares.ipynb",
    "أحمد_squares.ipynb",
    "Nguyễn Văn_squares.ipynb",
  ], [
    "Nguyễn_Văn/squares",
    "أحمد/squares",
    "नमस्ते/squares",
    "สมชาย_ใจดี/squares",
  ]],
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
    const mayAsk = /^(Blackboard|Canvas's files of who)/.test(name);
    const asked = mayAsk ? intake.refusals.filter(asksForRoster) : [];
    assertEquals(intake.refusals, asked);
  });
}

Deno.test("on Blackboard a student's file is theirs, whatever they call it", async () => {
  const time = "attempt_2025-06-11-10-00-00";
  const smith = `Sheet_6_j_smith_${time}`;
  const doe = `Sheet_6_j_doe_${time}`;
  const files = {
    [`${smith}_squares.ipynb`]: GOOD,
    [`${smith}.txt`]: "Name: John (doe) Smith (j_smith)\nAssignment: Sheet_6\n",
    [`${doe}_${smith}_squares.ipynb`]: OTHER,
    [`${doe}_${smith}.txt`]: "Name: John Smith (j_smith)\n",
    [`${doe}.txt`]: "Name: Jane (j_smith) (j_doe)\nName: John (j_smith)\n",
    [`Sheet_6_j_ro_${time}_squares.ipynb`]: OTHER,
  };
  const zip = await zipOf(
    Object.entries(files).map(([name, content]) => ({ name, content })),
  );
  for (
    const intake of [
      await taken(files),
      await taken({ "all.zip": zip }, { root: "all.zip" }),
    ]
  ) {
    assertEquals(who(intake), [
      "j_doe/squares",
      "j_ro/squares",
      "j_smith/squares",
    ]);
    assertEquals(intake.refusals, []);
  }
});

Deno.test("on Canvas a name with another's number takes no place, though that one handed in nothing", async () => {
  const names = {
    evil: "evil_99001_99004_702_squares.ipynb",
    honest: "honest_99005_703_2025_squares.ipynb",
  };
  const files = { [names.evil]: OTHER, [names.honest]: GOOD };
  const alone = await taken(files);
  assertEquals(who(alone), ["evil_99001/squares", "honest_99005/squares"]);
  const asked = alone.refusals.map(({ path, reason }) =>
    `${path}: ${reason.slice(0, reason.indexOf("?") + 1)}`
  );
  assertEquals(asked, [
    `${names.evil}: Is it evil_99001's, or evil_99001_99004's?`,
    `${names.honest}: Is it honest_99005's, or honest_99005_703's?`,
  ]);
  const header = "Student,ID,SIS User ID,SIS Login ID,Section\n";
  const people = [`"Smith, John",99001,,s,ML`, `"Honest",99005,,h,ML`];
  const listed = await taken(files, {
    roster: readRoster(
      header + people.concat(`"evil_99001",99004,,e,ML`).join("\n"),
    ),
  });
  assertEquals(who(listed), [
    "evil_99001_99004/squares",
    "honest_99005/squares",
  ]);
  assertEquals(listed.refusals, []);
  // Both have a name and number that fit.
  const both = await taken(files, {
    roster: readRoster(
      header +
        people.concat(`"evil_99001",99004,,e,ML`, `"Evil",99001,,v,ML`)
          .join("\n"),
    ),
  });
  assertEquals(both.refusals.map(({ path }) => path), [names.evil]);
});

Deno.test("on Blackboard the roster says what logins are; without it and receipts a person is asked", async () => {
  const time = "attempt_2025-06-11-10-00-00";
  const files = Object.fromEntries(
    ["ab_lee", "ab_kim", "ab_12"].map((login, i) => [
      `Sheet_6_${login}_${time}_squares.ipynb`,
      i === 0 ? GOOD : OTHER,
    ]),
  );
  const alone = await taken(files);
  assertEquals(alone.submissions.length, 3);
  assertEquals(alone.refusals.length, 1);
  assert(
    alone.refusals[0].reason.startsWith(
      "Which part of Sheet_6_ab_12 is the login? It counts as 12,",
    ),
    alone.refusals[0].reason,
  );
  // Somebody is called as others' logins end; one is not on the list.
  const roster = readRoster("id,name\nab_lee,Lee\nab_kim,Kim\nkim,Other\n");
  const listed = await taken(files, { roster });
  assertEquals(who(listed), [
    "ab_12/squares",
    "ab_kim/squares",
    "ab_lee/squares",
  ]);
  assertEquals([listed.refusals, listed.strangers], [[], ["ab_12"]]);
});

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
      "anna: The archive is not a zip: hand in the notebooks themselves, or a zip.",
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
  assertEquals(
    [...new Set(reasons("g"))].sort(),
    [
      "All that was handed in with it is too large, unpacked.",
      json,
    ],
  );
});

Deno.test("files that are no notebooks of ours are refused, by name", async () => {
  const intake = await taken({
    "a/squares.ipynb": GOOD.slice(0, 500),
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
  const list = "The file is not a notebook: it has no list of cells.";
  assertEquals(why(intake), [
    `a: ${json}`,
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
  assertEquals(why(intake), ["anna: The file is larger than 128 MB."]);
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
    "anna/squares (1).ipynb and anna/squares.ipynb. Take out all but one, and " +
    "grade again.",
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

Deno.test("the newest attempt counts, where the platform says which", async () => {
  const bb = "S6_ada01_attempt_2025-06";
  const ilias = "Abgaben/Berg_Anna_ab123_456/202506";
  const canvas = "lovelaceada_12345";
  for (
    const [older, newer, student] of [
      [`${bb}-12-10-02-33_squares.ipynb`, `${bb}-13-00-00-00_squares.ipynb`]
        .concat("ada01"),
      [`${ilias}12090000_squares.ipynb`, `${ilias}13090000_squares.ipynb`]
        .concat("Berg_Anna_ab123_456"),
      [`${canvas}_98761_squares.ipynb`, `${canvas}_98799_squares-1.ipynb`]
        .concat("lovelaceada_12345"),
    ]
  ) {
    const intake = await taken({ [older]: OTHER, [newer]: GOOD });
    assertEquals(who(intake), [`${student}/squares`]);
    assertEquals(intake.submissions[0].path, newer);
    const [refusal, ...more] = intake.refusals
      .filter((refusal) => !asksForRoster(refusal));
    assertEquals(more, []);
    assertEquals(refusal, {
      path: older,
      reason: `An older attempt: ${newer} counts.`,
      exercise: "squares",
      settled: true,
      student,
    });
  }
});

Deno.test("when something was handed in, and that it was late, is known", async () => {
  const intake = await taken({
    "turingalan_LATE_12346_98771_squares.ipynb": GOOD,
    "lovelaceada_12345_98761_squares.ipynb": GOOD,
  });
  assertEquals(Object.values(intake.handedIn), [{}, { late: true }]);
  const blackboard = await taken({
    "S6_ada01_attempt_2025-06-11-10-02-33_squares.ipynb": GOOD,
  });
  assertEquals(blackboard.handedIn, {
    ada01: { time: "2025-06-11T10:02:33" },
  });
  const time = "2025-06-11 10:02:33.250000 UTC\n";
  const { handedIn } = await taken({
    "submitted/ada/sheet_6/squares.ipynb": GOOD,
    "submitted/ada/sheet_6/timestamp.txt": time,
    "submitted/ben/sheet_6/mine/squares.ipynb": GOOD,
    "submitted/ben/sheet_6/mine/timestamp.txt": "2020-01-01 00:00:00 UTC",
    "submitted/ben/sheet_6/timestamp.txt": time,
    "submitted/eve/sheet_6/work.zip": await zipOf([
      { name: "squares.ipynb", content: GOOD },
    ]),
    "submitted/eve/sheet_6/timestamp.txt": time,
    "submitted/fay/sheet_6/scan.pdf": "%PDF",
    "submitted/fay/sheet_6/timestamp.txt": time,
  });
  for (const student of ["ada", "ben", "eve", "fay"]) {
    assertEquals(
      new Date(handedIn[student].time!).toISOString(),
      "2025-06-11T10:02:33.000Z",
      student,
    );
  }
});

Deno.test("nobody says themselves when they handed in", async () => {
  const early = "20200101000000_squares.ipynb";
  const said = "2020-01-01 00:00:00 UTC";
  const content = await zipOf([
    { name: early, content: GOOD },
    { name: "timestamp.txt", content: said },
  ]);
  const { handedIn } = await taken({
    "Abgaben/Berg_Anna_ab_1/20250611120000_work.zip": content,
    "Abgaben/Ost_Ben_bo_2/20250611120000_2/20200101000000_squares.ipynb": GOOD,
    [`Abgaben/Noether_Emmy_en_3/20250611120000_${early}`]: GOOD,
    "Abgaben/Noether_Emmy_en_3/timestamp.txt": said,
  });
  assertEquals(
    Object.values(handedIn).map(({ time }) => time),
    Array(3).fill("2025-06-11T12:00:00"),
  );
  for (
    const files of [
      { "turingalan_LATE_12346_98771_work.zip": content },
      { [`turingalan_LATE_12346_98771_${early}`]: GOOD },
      {
        [`Anna_12_assignsubmission_file/${early}`]: GOOD,
        "Anna_12_assignsubmission_file/timestamp.txt": said,
      },
      { "submitted/ada/sheet_6/work.zip": content },
    ] as Record<string, string | Uint8Array>[]
  ) {
    const [{ time }] = Object.values((await taken(files)).handedIn);
    assertEquals(time, undefined, Object.keys(files)[0]);
  }
});

Deno.test("who handed in no notebook is listed, and a person asked", async () => {
  const intake = await taken({
    "dan/answers.pdf": "%PDF",
    "eve/squares.html": "<html>",
    "fay/squares.ts": "x",
    "fay/circles.ts": "x",
    "gil/squares.ipynb": GOOD,
    "gil/squares.html": "<html>",
    "gil/scan page 1.HEIC": "x",
    "gil/lib/picture.png": "x",
    "gil/data.csv": "1",
    "hal/squares.ipynb": GOOD,
    "hal/README.md": "My derivation",
    "hal/more/answer": "The other one",
    "ida/deno.json": "{}",
    "ida/README.md": "of the project",
    "ida/notebooks/squares.ipynb": GOOD,
    "ida/notebooks/answer.txt": "Mine",
    "ida/notebooks/answer.pages": "Mine",
    "scan.pdf": "%PDF",
    "README.md": "Hi",
  });
  assertEquals(intake.students, ["dan", "eve", "fay", "gil", "hal", "ida"]);
  const alone = "It is not a notebook, and there is none";
  const look = "A person has to look at it.";
  assertEquals(
    intake.refusals.map(({ path, reason }) => `${path}: ${reason}`),
    [
      "scan.pdf: Whose is it? Neither its folder nor its name say.",
      `dan/answers.pdf: ${alone}. ${look}`,
      `eve/squares.html: ${alone}. ${look}`,
      `fay/circles.ts: ${alone} (and squares.ts). ${look}`,
      "gil/scan page 1.HEIC: It was handed in beside the notebooks, and may be " +
      `part of an answer. ${look}`,
      "hal/README.md: It was handed in beside the notebooks (and more/answer), " +
      `and may be part of an answer. ${look}`,
      "ida/notebooks/answer.pages: It was handed in beside the notebooks (and " +
      `answer.txt), and may be part of an answer. ${look}`,
    ],
  );
});

Deno.test("where nothing is, nothing is graded", async () => {
  await assertRejects(() => taken({ ".DS_Store": "x" }), TypeError, "got none");
});

Deno.test("nobody disappears whose files are not read", async () => {
  const { students, refusals } = await taken({
    "anna/squares.ipynb": GOOD,
    "ben/.ipynb_checkpoints/squares.ipynb": GOOD,
    "carla/sheet/build/notebooks/squares.ipynb": GOOD,
    "dora/.squares.ipynb": GOOD,
    "emil": (path) => Deno.mkdir(path),
    "fay/.grade": "x",
    "fay/squares.ipynb": GOOD,
  });
  assertEquals(students, ["anna", "ben", "carla", "dora", "emil", "fay"]);
  assertEquals(
    refusals.map(({ path, reason }) => `${path}: ${reason.slice(0, 21)}`),
    ["ben", "carla/sheet", "dora", "emil"]
      .map((path) => `${path}: Nothing in it is read`),
  );
});

Deno.test("a text typed in on Blackboard is shown to a person", async () => {
  const receipt = (login: string, field: string, comments: string) =>
    `Name: Some Body (${login})\nAssignment: S6\nDate Submitted: Mittwoch, ` +
    `11. Juni 2025\nCurrent Grade: Needs Grading\n\nSubmission Field:\n` +
    `${field}\n\nComments:\n${comments}\n\nFiles:\n` +
    `\tOriginal filename: ${login}.ipynb\n\tFilename: ${login}.ipynb\n`;
  const none = "Kein Text eingereicht.";
  const texts = {
    ada: [none, none],
    ben: ["<p>Means add.</p>", none],
    eve: [none, "Variances add:\nsee above"],
    fay: [
      "There is no student submission text data for this assignment.",
      none,
    ],
  };
  const time = "attempt_2025-06-11-10-00-00";
  const intake = await taken(Object.fromEntries(
    Object.entries(texts).flatMap(([login, [field, comments]]) => [
      [`S6_${login}_${time}.txt`, receipt(login, field, comments)],
      [`S6_${login}_${time}_squares.ipynb`, GOOD],
    ]),
  ));
  assertEquals(who(intake).length, 4);
  assertEquals(intake.refusals.map(({ path }) => path), [
    `S6_ben_${time}.txt`,
    `S6_eve_${time}.txt`,
  ]);
});

Deno.test("a notebook is what it holds, whatever it is called", async () => {
  const intake = await taken({ "anna/circles.ipynb": OTHER });
  assertEquals(who(intake), ["anna/squares"]);
});

Deno.test("a text answer in a cell of an old kind is kept", async () => {
  const [text] = await Promise.all([
    taken({
      "anna/squares.ipynb": GOOD.replace(
        '"cell_type": "markdown"',
        '"cell_type": "heading"',
      )
        .replace('"cell_type":"markdown"', '"cell_type":"heading"'),
    }, {
      look: async (copies, { submissions: [{ digest }] }) => {
        const { cells } = await copies.notebook(digest);
        assertEquals(cells.length, RIGHT.length);
      },
    }),
  ]);
  assertEquals(who(text), ["anna/squares"]);
});

Deno.test("a text handed in through the platform is shown to a person", async () => {
  const folder = "Anna Berg_123_assignsubmission";
  const intake = await taken({
    [`${folder}_file/squares.ipynb`]: GOOD,
    [`${folder}_onlinetext/onlinetext.html`]: "My derivation",
  });
  assertEquals(intake.students, ["Anna_Berg_123"]);
  assertEquals(intake.refusals.map(({ path }) => path), [
    `${folder}_onlinetext/onlinetext.html`,
  ]);
});

/** The small course's answers, with an import of these files. */
function importing(...files: string[]): string {
  const source = files.map((file) => `import "${file}";\n`).join("");
  return notebookText(submission({ square: { source } }, RIGHT));
}

Deno.test("files that a notebook imports are taken with it, on every platform", async () => {
  const inner = 'export { two } from "../two.mjs";';
  const files = {
    "helper.ts": 'import "./deep/inner.ts";',
    "deep/inner.ts": inner,
    "two.mjs": "export const two = 2;",
    "besides.ts": "not imported",
  };
  const own = { ...files, "squares.ipynb": importing("./helper.ts") };
  const at = (place: (name: string) => string) =>
    Object.entries(own).map(([name, text]) => [place(name), text]);
  const moodle = (name: string) => `Ada_12_assignsubmission_file/${name}`;
  const zip = await zipOf(
    Object.entries(own).map(([name, content]) => ({ name, content })),
  );
  for (
    const handedIn of [
      Object.fromEntries(at((name) => `ada/notebooks/${name}`)),
      Object.fromEntries(at(moodle)),
      { "ada.zip": zip },
    ]
  ) {
    let seen: SubmittedNotebook | undefined;
    const { refusals, submissions } = await taken(handedIn, {
      look: async (copies, { submissions: [{ digest }] }) => {
        seen = await copies.notebook(digest);
        const kept = await Array.fromAsync(Deno.readDir(copies.folder));
        assertEquals(kept.length, 1);
      },
    });
    assertEquals(submissions.length, 1);
    assertEquals(refusals.map(({ path }) => basename(path)), ["besides.ts"]);
    const { "besides.ts": _, ...imported } = files;
    assertEquals(seen?.files, imported);
    assertEquals(seen?.cells.length, RIGHT.length);
  }
});

Deno.test("a file that is imported is known by its own name, whatever the platform puts before it", async () => {
  for (
    const before of [
      "Abgaben/Berg_Anna_ab_1/20250611120000_",
      "lovelaceada_12345_98761_",
      "S6_ada01_attempt_2025-06-11-10-02-33_",
      "Ada_12_assignsubmission_file_",
    ]
  ) {
    const intake = await taken({
      [`${before}squares.ipynb`]: importing("./helper.ts"),
      [`${before}helper.ts`]: "export const two = 2;",
    });
    assertEquals(intake.submissions.length, 1);
    const refused = intake.refusals.filter((one) => !asksForRoster(one));
    assertEquals(refused, [], before);
  }
});

Deno.test("a student's file takes no place but its own, and what is missing is named", async () => {
  const bad = ["../up.ts", "./lib/nn.ts", "./deno.json", "./a/../../up.ts"]
    .concat("./huge.ts", "./binary.ts", "./nowhere.ts", "./.hidden.ts");
  const intake = await taken({
    "up.ts": "1",
    "anna/up.ts": "1",
    "anna/squares.ipynb": importing(...bad, "./good.ts"),
    "anna/lib/nn.ts": "1",
    "anna/deno.json": "{}",
    "anna/huge.ts": "1".repeat(70_000),
    "anna/binary.ts": new Uint8Array([49, 0, 49]),
    "anna/.hidden.ts": "1",
    "anna/good.ts": "2",
    "ben/squares.ipynb": importing("./good.ts"),
  }, {
    look: async (copies, { submissions }) => {
      const [anna, ben] = await Promise.all(
        submissions.map(({ digest }) => copies.notebook(digest)),
      );
      assertEquals([anna.files, ben.files], [{ "good.ts": "2" }, {}]);
    },
  });
  assertEquals(who(intake), ["anna/squares", "ben/squares"]);
  const names = intake.refusals.filter(({ student }) => student !== undefined)
    .map(({ student, reason }) =>
      `${student} ${/imports (\S+),/.exec(reason)?.[1]}`
    );
  assertEquals(names, [
    ...["../up.ts", "lib/nn.ts", "deno.json", "huge.ts", "binary.ts"]
      .concat("nowhere.ts", ".hidden.ts").map((name) => `anna ${name}`),
    "ben good.ts",
  ]);
});

Deno.test("as many files are taken as one may import, whatever imports what", async () => {
  const chain = Array.from({ length: 30 }, (_, i) => [
    `anna/f${i}.ts`,
    `import "./f${(i + 1) % 30}.ts";`,
  ]);
  const intake = await taken({
    ...Object.fromEntries(chain),
    "anna/squares.ipynb": importing("./f0.ts"),
    "ben/squares.ipynb": GOOD,
  });
  const [missing, beside] = why(intake);
  assert(missing.includes("It imports f16.ts, which is missing"));
  assert(beside.includes("It was handed in beside the notebooks (and f17.ts,"));
});

Deno.test("notebooks of other editors are taken, without what is not needed", async () => {
  const { cells } = JSON.parse(GOOD);
  const variant = (changes: Record<string, unknown>) =>
    JSON.stringify({ ...JSON.parse(GOOD), ...changes });
  const python = { name: "python3", display_name: "Python 3" };
  const latin1 = (text: string) =>
    Uint8Array.from(text, (character) => character.charCodeAt(0));
  const utf16 = new Uint16Array(
    [...`\ufeff${GOOD}`].map((character) => character.charCodeAt(0)),
  );
  const withOutputs = variant({
    cells: [...cells, {
      cell_type: "code",
      source: "",
      metadata: {},
      outputs: [{ output_type: "stream", text: "x".repeat(3e6) }],
    }],
  });
  const intake = await taken({
    "colab/squares.ipynb": variant({
      nbformat_minor: 0,
      metadata: { colab: {}, kernelspec: python },
    }),
    "vscode/squares.ipynb": variant({
      metadata: { kernelspec: { name: "mle-deno", language: "TypeScript" } },
    }),
    "old/squares.ipynb": variant({ nbformat_minor: 2 }),
    "bom/squares.ipynb": `\ufeff${GOOD}`,
    "crlf/squares.ipynb": variant({}).replaceAll("\\n", "\\r\\n"),
    "utf16/squares.ipynb": new Uint8Array(utf16.buffer),
    "latin1/squares.ipynb": latin1(GOOD.replace("They grow", "Größer")),
    "zeros/squares.ipynb": GOOD + "\0".repeat(1000),
    "outputs/squares.ipynb": withOutputs,
    "conflict/squares.ipynb": `{\n<<<<<<< HEAD\n${GOOD}`,
  }, { limits: { ...INTAKE_LIMITS, keptBytes: 2 ** 20 } });
  assertEquals(
    who(intake),
    ["bom", "colab", "crlf", "latin1", "old", "outputs", "utf16"]
      .concat("vscode", "zeros").map((name) => `${name}/squares`),
  );
  const digests = new Set(intake.submissions.map(({ digest }) => digest));
  assertEquals(digests.size, 3); // as handed out, and two other texts
  assertEquals(why(intake), [
    "conflict: The file is not a notebook: it is not valid JSON. " +
    "It holds a merge conflict.",
  ]);
});

Deno.test("a notebook that takes too much memory costs itself only", async () => {
  const much = `{"nbformat":4,"cells":[{"source":[${"{},".repeat(1.5e6)}0]}]}`;
  const intake = await taken({
    "anna/squares.ipynb": much,
    "ben/squares.ipynb": GOOD,
  }, { limits: { ...INTAKE_LIMITS, heapMib: 40 } });
  assertEquals(who(intake), ["ben/squares"]);
  assertEquals(why(intake), [
    "anna: The file cannot be read with the memory and time that it may take.",
  ]);
});

Deno.test("what lies on the disk is bounded, and is what counts", async () => {
  const folder = await Deno.makeTempDir();
  const copies = join(folder, "copies");
  const kept = async () =>
    (await Array.fromAsync(Deno.readDir(copies))).map(({ name }) => name);
  try {
    // Unlike one another, so that none of them is a copy of another.
    const texts = Array.from(
      { length: 40 },
      (_, i) => notebookText([{ id: "x", source: "y".repeat(20_000 + i) }]),
    );
    const file = join(folder, "all.zip");
    await Deno.writeFile(
      file,
      await zipOf(texts.map((content, i) => ({
        name: `student ${i % 20}/${i}/squares.ipynb`,
        content,
      }))),
    );
    const limits = { ...INTAKE_LIMITS, totalBytes: 500_000 };
    const intake = await takeIn(file, TEACHERS, copies, { limits });
    const tooMuch = intake.refusals.filter(({ reason }) =>
      reason === "All that was handed in with it is too large, unpacked."
    );
    assertEquals(tooMuch.length, 40 - Math.floor(500_000 / 20_300));
    const digests = intake.submissions.map(({ digest }) => `${digest}.ipynb`);
    assertEquals((await kept()).sort(), [...digests].sort());
    await Deno.writeFile(
      file,
      await zipOf([{ name: "anna/squares.ipynb", content: GOOD }]),
    );
    const next = await takeIn(file, TEACHERS, copies);
    assertEquals(await kept(), [`${next.submissions[0].digest}.ipynb`]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("names that become alike stay apart, and keep their ids", async () => {
  const files = {
    "Ada Lovelace/squares.ipynb": GOOD,
    "Ada, Lovelace/squares.ipynb": GOOD,
    "Jo\u0308rg/squares.ipynb": GOOD,
    "J\u00f6rg/circles.ipynb": GOOD,
  };
  const ids = new Map();
  const first = await taken(files, { ids });
  assertEquals(first.students.length, 3);
  assert(first.students.includes("Ada_Lovelace"), first.students.join());
  const second = await taken({
    ...files,
    "Ada_Lovelace/squares.ipynb": OTHER,
    "ADA_LOVELACE/squares.ipynb": OTHER,
  }, { ids });
  assertEquals(second.students.length, 5);
  for (const student of first.students) {
    assert(second.students.includes(student), student);
    assertEquals(second.names[student], first.names[student]);
  }
  const other = await taken({
    "Ada Lovelace/squares.ipynb": GOOD,
    "Ada_Lovelace/squares.ipynb": OTHER,
  });
  assertEquals(other.names["Ada_Lovelace"], "Ada_Lovelace");
});

Deno.test("a student may be called as JavaScript calls its own things", async () => {
  const names = ["constructor", "__proto__", "toString", "hasOwnProperty"];
  const files = Object.fromEntries(
    names.map((name) => [`class/${name}/squares.ipynb`, GOOD]),
  );
  const ids = new Map();
  for (let run = 0; run < 2; run++) {
    const { students, submissions, refusals } = await taken(files, { ids });
    assertEquals([submissions.length, refusals], [4, []]);
    assertEquals(new Set(students).size, 4);
    for (const student of students) {
      assert(typeof student === "string" && !(student in {}), String(student));
    }
  }
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
