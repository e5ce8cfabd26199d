import { assert, assertEquals } from "@std/assert";
import { readCsv } from "../../../scripts/course/grade/csv.ts";
import type { NotebookResult } from "../../../scripts/course/grade/grade_notebook.ts";
import { readRoster } from "../../../scripts/course/grade/intake/mod.ts";
import { alikeIn } from "../../../scripts/course/grade/publish/alike.ts";
import { changesOf } from "../../../scripts/course/grade/publish/changes.ts";
import {
  daysLate,
  lastOf,
  readTime,
} from "../../../scripts/course/grade/publish/late.ts";
import { statisticsTable } from "../../../scripts/course/grade/publish/statistics.ts";
import {
  type Row,
  rowsOf,
} from "../../../scripts/course/grade/publish/table.ts";
import {
  gradesFor,
  totalsOf,
  totalsTable,
} from "../../../scripts/course/grade/publish/totals.ts";
import { isAskedAgain } from "../../../scripts/course/grade/plan.ts";
import { gradeCells } from "./grade_cells.ts";
import { RIGHT, STUDENT, submission, type TestCell } from "./notebooks.ts";

const DUE = "2025-06-11T23:59:00";

function row(student: string, exercise: string, points: number, open = 0): Row {
  const task = `${exercise}-task`;
  return { student, exercise, task, points, of: 10, open, why: "", time: 1 };
}

const ROWS = [
  row("ada", "squares", 8),
  row("ada", "circles", 6, 4),
  row("ben", "squares", 10),
  row("ben", "circles", 0),
];

/** Results in turn: what runs in this process shares its globals. */
async function resultsOf(
  submissions: Record<string, TestCell[]>,
): Promise<NotebookResult[]> {
  const results: NotebookResult[] = [];
  for (const [student, cells] of Object.entries(submissions)) {
    results.push(await resultOf(student, cells));
  }
  return results;
}

async function resultOf(
  student: string,
  cells: TestCell[],
): Promise<NotebookResult> {
  const { marks, shown } = await gradeCells(cells);
  return {
    student,
    exercise: "squares",
    key: "k",
    digest: student,
    marks,
    cells: shown,
  };
}

Deno.test("days late count from the time it was due, each begun day whole", () => {
  const days = (time: string) => daysLate({ time }, DUE);
  assertEquals(days("2025-06-11T23:59:00"), 0);
  assertEquals(days("2025-06-11T23:59:01"), 1);
  assertEquals(days("2025-06-12T23:59:00"), 1);
  assertEquals(days("2025-06-14T00:00:00"), 3);
  assertEquals(daysLate({}, DUE), 0);
  assertEquals(daysLate({ late: true }, DUE), undefined);
  assertEquals(daysLate({ late: true, time: DUE }, DUE), 0);
  assertEquals(readTime("2025-06-11 23:59"), DUE);
  assertEquals(readTime("2025-06-11T23:59:30"), "2025-06-11T23:59:30");
  assertEquals(readTime("11.6.2025"), undefined);
  assertEquals(readTime("2025-13-11T23:59"), undefined);
});

Deno.test("the last of a student's files says when they handed in", () => {
  assertEquals(
    lastOf([
      { time: "2025-06-12T10:00:00" },
      { time: "2025-06-13T10:00:00", late: true },
      {},
    ]),
    { time: "2025-06-13T10:00:00", late: true },
  );
  assertEquals(lastOf([{}]), {});
});

Deno.test("a student's line has the points of each exercise and the total", () => {
  const settings = {
    exercises: ["squares", "circles"],
    names: { ada: "Ada Lovelace" },
    handedIn: {
      ada: { time: "2025-06-13T10:00:00" },
      ben: { late: true } as const,
    },
  };
  const rule = { due: DUE, percentPerDay: 10 };
  const totals = totalsOf(ROWS, { ...settings, rule });
  assertEquals(totalsTable(totals, settings.exercises).split("\r\n"), [
    "student,name,squares,circles,points,of,handed_in,days_late,deduction,total,open",
    "ada,Ada Lovelace,8,6,14,20,2025-06-13T10:00:00,2,2.8,11.2,4",
    "ben,ben,10,0,10,20,,unknown,0,10,0",
    "",
  ]);
  const [ada] = totalsOf(ROWS, {
    ...settings,
    rule: { ...rule, percentPerDay: 90 },
  });
  assertEquals([ada.deduction, ada.total], [14, 0]);
});

Deno.test("the platform's list comes back with the totals, and nothing else changed", () => {
  const totals = totalsOf(ROWS, { exercises: [], names: {}, handedIn: {} });
  const grades = (text: string, students: [number, string][]) => {
    const { lines, marks } = readRoster(text);
    const whose = new Map(students);
    const roster = lines.map((cells, i) => ({ cells, student: whose.get(i) }));
    return readCsv(gradesFor({ lines: roster, marks }, totals, "sheet_6"));
  };
  assertEquals(
    grades(
      'Identifier,"Full name",Status,Grade,"Maximum Grade"\n' +
        "Participant 7,=Ada,x,1,50\nParticipant 8,Eve,y,3,50\n" +
        "Participant 9,=Ben,x,,50\n",
      [[1, "ada"], [2, "eve"], [3, "ben"]],
    ),
    [
      ["Identifier", "Full name", "Status", "Grade", "Maximum Grade"],
      // Some of Ada's answers wait for a person.
      ["Participant 7", "=Ada", "x", "1", "50"],
      ["Participant 8", "Eve", "y", "3", "50"],
      ["Participant 9", "=Ben", "x", "10", "50"],
    ],
  );
  assertEquals(
    grades(
      "Student,ID,Section,Sheet 5 (1),Sheet 6 (2)\n" +
        " Points Possible,,,5,50\nBen,12,A,4,\n",
      [[2, "ben"]],
    ),
    [
      ["Student", "ID", "Section", "Sheet 5 (1)", "Sheet 6 (2)"],
      [" Points Possible", "", "", "5", "50"],
      ["Ben", "12", "A", "4", "10"],
    ],
  );
  assertEquals(
    grades(
      "update,usr_id,login,lastname,firstname,status,mark\n0,4,ben,B,Ben,x,\n" +
        "0,5,eve,E,Eve,x,\n",
      [[1, "ben"]],
    ).slice(1),
    [["1", "4", "ben", "B", "Ben", "x", "10"], [
      "0",
      "5",
      "eve",
      "E",
      "Eve",
      "x",
      "",
    ]],
  );
  assertEquals(grades("id,name\nben,Ben\neve,Eve\n", [[1, "ben"]]), [
    ["id", "name", "sheet_6"],
    ["ben", "Ben", "10"],
    ["eve", "Eve", ""],
  ]);
});

Deno.test("statistics say how often, how much, and what usually goes wrong", async () => {
  const wrong = submission({
    cube: { source: "globalThis.cube = () => 0;" },
  }, RIGHT);
  const half = submission({
    square: {
      source: "globalThis.square = (x) => x > 20 || x < 3 ? x * x : 0;",
    },
  }, RIGHT);
  const results = await resultsOf({
    ada: RIGHT,
    ben: wrong,
    eve: wrong,
    gil: half, // right for a number alone, wrong for one in a list
  });
  const absent = { ...results[0], student: "fay", digest: "" };
  const rows = [...results, absent].flatMap((result) => rowsOf(result));
  const lines = readCsv(statisticsTable(rows, [...results, absent]));
  assertEquals(lines, [
    [
      "exercise",
      "task",
      "of",
      "handed_in",
      "open",
      "full",
      "none",
      "mean",
      "usual_mistakes",
    ],
    ["squares", "task-1", "4", "4", "0", "3", "0", "3.5"]
      .concat("squares of a list (1)"),
    ["squares", "task-2", "2", "4", "0", "2", "2", "1", "cube (2)"],
    ["squares", "task-3", "3", "4", "4", "0", "0", "0", ""],
  ]);
});

Deno.test("whose points changed, from what to what", () => {
  const after = [
    row("ada", "squares", 9),
    ...ROWS.slice(1),
    row("eve", "squares", 1),
  ];
  assertEquals(changesOf(ROWS, after), [{
    student: "ada",
    exercise: "squares",
    task: "squares-task",
    before: 8,
    after: 9,
  }]);
});

Deno.test("notebooks that are the same but for names and comments are found", async () => {
  const long = (name: string, comment: string) =>
    `// ${comment}
globalThis.cube = (${name}) => {
  let ${name}Sum = 0; /* ${comment} */
  for (let i = 0; i < ${name}; i++) {
    for (let k = 0; k < ${name}; k++) ${name}Sum += ${name} - 0.5 + 0.5;
  }
  return ${name}Sum;
};`;
  const cube = (source: string) => submission({ cube: { source } }, RIGHT);
  const results = await resultsOf({
    ada: cube(long("x", "mine")),
    ben: cube(long("value", "also mine").replaceAll("\n", " \n\n")),
    eve: cube(long("x", "mine").replace("0.5", "0.25")),
    fay: RIGHT, // short and right, as everybody's may be
    gil: RIGHT,
    hal: STUDENT,
    ida: STUDENT,
  });
  assertEquals(alikeIn(results), [
    { exercise: "squares", students: ["ada", "ben"] },
  ]);
});

Deno.test("hostile code does not hold up the search for the same", async () => {
  const [result] = await resultsOf({ ada: RIGHT });
  const cells = ["/*".repeat(1e5), '"'.repeat(199_999), "a ".repeat(1e5)]
    .map((source) => ({ ...result.cells[2], source }));
  const twice = ["ada", "ben"].map((student) => ({
    ...result,
    student,
    cells,
  }));
  assert(alikeIn(twice).length === 1);
});

Deno.test("marks are made again of whom, what exercise or what task is named", async () => {
  const [result] = await resultsOf({ ada: RIGHT });
  const asked = ["ada", "squares", "task-2", "ben", "task-9"].map((name) =>
    isAskedAgain(result, { again: [name] })
  );
  assertEquals(asked, [true, true, true, false, false]);
  assertEquals(isAskedAgain(result, {}), false);
});
