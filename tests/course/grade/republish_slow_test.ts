import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { exists } from "mle/io/mod.ts";
import { readRoster } from "../../../scripts/course/grade/intake/mod.ts";
import { updateGradebook as gradebook } from "../../../scripts/course/grade/publish/gradebook.ts";
import { forget, republish } from "../../../scripts/course/grade/republish.ts";
import { RIGHT, submission } from "./notebooks.ts";
import { COURSE, gradeSmall, handIn, marksIn } from "./small_course.ts";

const { teachers } = COURSE;
const ROSTER = "id,name\nanna,Anna Berg\nben,Benedikt Grünwald\ncarla,Carla\n";

async function inFolder(work: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Where in a folder's files, names included, a text occurs. */
async function occurrences(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (name.includes(text)) found.push(path);
    if (isDirectory) found.push(...await occurrences(path, text));
    else {
      const bytes = await Deno.readFile(path);
      if (new TextDecoder().decode(bytes).includes(text)) found.push(path);
    }
  }
  return found;
}

Deno.test("what persons give in formgrader reaches tables and pages without grading", async () => {
  await inFolder(async (folder) => {
    const marks = join(folder, "marks");
    const roster = readRoster(ROSTER);
    await handIn(folder, { anna: RIGHT, ben: RIGHT });
    await gradeSmall(folder, { gradebook, roster });
    {
      using database = new DatabaseSync(join(marks, "gradebook.db"));
      database.exec(
        "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 " +
          "WHERE auto_score IS NULL",
      );
      database.exec(`UPDATE grade SET extra_credit = 1 WHERE cell_id IN
        (SELECT id FROM base_cell WHERE name = 'check-square')`);
      database.exec("UPDATE comment SET manual_comment = 'Well <i>said</i>'");
    }
    const { changes, totals } = await republish({ marks, teachers, gradebook });
    assertEquals(
      changes.map(({ student, task, before, after }) =>
        `${student} ${task}: ${before} → ${after}`
      ),
      [
        ...["anna task-1: 4 → 5", "anna task-3: 0 → 2.5"],
        ...["ben task-1: 4 → 5", "ben task-3: 0 → 2.5"],
        "carla task-1: 0 → 1",
      ],
    );
    assertEquals(totals.map(({ student, total }) => [student, total]), [
      ["anna", 9.5],
      ["ben", 9.5],
      ["carla", 1],
    ]);
    const page = await Deno.readTextFile(
      join(marks, "feedback/anna/sheet/feedback.html"),
    );
    assert(page.includes("2.5 of 3 points, given by a person"));
    assert(page.includes("Well &lt;i>said&lt;/i>"));
    const grades = await Deno.readTextFile(join(marks, "grades.csv"));
    assertEquals(grades.split("\r\n").slice(1, 3), [
      "anna,Anna Berg,9.5",
      "ben,Benedikt Grünwald,9.5",
    ]);
  });
});

Deno.test("a student is forgotten whole, and nobody else", async () => {
  await inFolder(async (folder) => {
    const marks = join(folder, "marks");
    const roster = readRoster(ROSTER);
    const own = submission({
      discussion: { source: "Words that only Zebedee would write." },
    }, RIGHT);
    await handIn(folder, { anna: RIGHT, ben: own });
    await gradeSmall(folder, { gradebook, roster });
    const before = await marksIn(folder);
    assert((await occurrences(marks, "Zebedee")).length > 0);
    const republication = { marks, teachers, gradebook };
    await assertRejects(
      () => forget(republication, "nobody"),
      TypeError,
      "Cannot forget nobody: expected a student as marks.csv has them",
    );
    // Killed in the middle, it may be done again.
    const killed = () => Promise.reject(new Error("killed"));
    const half = { ...republication, gradebook: killed };
    await assertRejects(() => forget(half, "ben"), Error, "killed");
    await forget(republication, "ben");
    for (const trace of ["Zebedee", "Benedikt", "Grünwald", '"ben"']) {
      assertEquals(await occurrences(marks, trace), [], trace);
    }
    assert(!await exists(join(marks, "feedback", "ben")));
    assertEquals(
      await marksIn(folder),
      before.filter((line) => !line.startsWith("ben,")),
    );
    const { totals } = await republish(republication);
    assertEquals(totals.map(({ student }) => student), ["anna", "carla"]);
  });
});

Deno.test("nothing is published where nothing was graded", async () => {
  await inFolder(async (marks) => {
    await assertRejects(
      () => republish({ marks, teachers, gradebook }),
      TypeError,
      "expected a folder of marks, got one into which nothing has been graded",
    );
  });
});

Deno.test("one student is graded again, or one task, and the others keep theirs", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, { anna: RIGHT, ben: RIGHT });
    await gradeSmall(folder);
    const graded = async (options: Parameters<typeof gradeSmall>[1]) =>
      (await gradeSmall(folder, options)).graded;
    assertEquals(await graded({}), 0);
    assertEquals(await graded({ again: ["anna"] }), 1);
    assertEquals(await graded({ again: ["task-2"] }), 2);
    const course = { ...COURSE, version: "2" };
    assertEquals(await graded({ course, students: ["ben"] }), 1);
    const totals = (await marksIn(folder)).map((line) => line.split(",")[3]);
    assertEquals(totals.slice(1), ["4", "2", "0", "4", "2", "0"]);
    await assertRejects(
      () => gradeSmall(folder, { again: ["task-9"] }),
      TypeError,
      "Cannot grade task-9: expected students as marks.csv has them, " +
        "exercises or tasks",
    );
  });
});

Deno.test("when a hidden test was wrong, it shows whose points changed", async () => {
  await inFolder(async (folder) => {
    const onlyTwo = submission({
      cube: { source: "globalThis.cube = (x) => x === 2 ? 8 : 0;" },
    }, RIGHT);
    await handIn(folder, { anna: RIGHT, ben: onlyTwo });
    const [teacher] = teachers;
    const toothless = {
      ...teacher,
      cells: teacher.cells.map((cell) => ({
        ...cell,
        hidden: cell.hidden && {
          ...cell.hidden,
          source: cell.hidden.source
            .replace("cube(seed % 89 + 3)", "cube(2)"),
        },
      })),
    };
    const course = { ...COURSE, teachers: [toothless] };
    assertEquals((await gradeSmall(folder, { course })).changes, []);
    const { changes } = await gradeSmall(folder);
    assertEquals(
      changes.map(({ student, task, before, after }) =>
        `${student} ${task}: ${before} → ${after}`
      ),
      ["ben task-2: 2 → 0"],
    );
    const text = await Deno.readTextFile(join(folder, "marks", "changes.csv"));
    assertEquals(text.split("\r\n").slice(0, 2), [
      "student,exercise,task,before,after",
      "ben,squares,task-2,2,0",
    ]);
  });
});
