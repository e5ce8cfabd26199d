import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { inProcess } from "./in_process_session.ts";
import { RIGHT, STUDENT, submission } from "./notebooks.ts";
import { COURSE, gradeSmall, handIn, marksIn, SILENT } from "./small_course.ts";
import { failure } from "../../../scripts/course/cluster/notebooks.ts";
import { inKernels } from "../../../scripts/course/grade/run_lists.ts";
import { needsPerson } from "../../../scripts/course/grade/summary.ts";
import { GradingState } from "../../../scripts/course/grade/state.ts";
import { updateGradebook as gradebook } from "../../../scripts/course/grade/publish/gradebook.ts";
import { DatabaseSync } from "node:sqlite";

/** Grades in nbgrader's gradebook, with their students and cells. */
const GRADES = `grade
  JOIN base_cell ON base_cell.id = grade.cell_id
  JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
  JOIN submitted_assignment
    ON submitted_assignment.id = submitted_notebook.assignment_id`;

async function inFolder(work: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const HALF = submission(
  { cube: { source: "globalThis.cube = () => 8;" } },
  RIGHT,
);

Deno.test("marks of all students, and nothing that harms others", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, {
      anna: RIGHT,
      ben: HALF,
      carla: STUDENT,
      dora: "no notebook",
      emil: submission({ square: { source: "die();" } }, RIGHT),
    });
    const details: string[] = [];
    const progress = {
      ...SILENT,
      detail: (text: string) => void details.push(text),
    };
    const outcome = await gradeSmall(folder, { gradebook, progress });
    assertEquals(outcome.graded, 4);
    const last = details.slice(details.indexOf("gradebook"));
    assertEquals([last[1], last.at(-1)], [
      "1 of 5 notebooks",
      "5 of 5 pages",
    ]);
    const lines = await marksIn(folder);
    assertEquals(lines[0], "student,exercise,task,points,of,open,why");
    const points = lines.slice(1).map((line) =>
      line.split(",").slice(0, 5).join()
    );
    assertEquals(points, [
      "anna,squares,task-1,4,4",
      "anna,squares,task-2,2,2",
      "anna,squares,task-3,0,3",
      "ben,squares,task-1,4,4",
      "ben,squares,task-2,0,2",
      "ben,squares,task-3,0,3",
      "carla,squares,task-1,0,4",
      "carla,squares,task-2,0,2",
      "carla,squares,task-3,0,3",
      "dora,squares,task-1,0,4",
      "dora,squares,task-2,0,2",
      "dora,squares,task-3,0,3",
      "emil,squares,task-1,0,4",
      "emil,squares,task-2,2,2",
      "emil,squares,task-3,0,3",
    ]);
    assert(lines[3].endsWith("3 to be marked by hand"), lines[3]);
    const scores = query(
      folder,
      `SELECT student_id, sum(auto_score) AS points,
         sum(needs_manual_grade) AS by_hand
       FROM ${GRADES} GROUP BY student_id ORDER BY student_id`,
    );
    assertEquals(scores.map((row) => Object.values(row)), [
      ["anna", 6, 1],
      ["ben", 4, 1],
      ["carla", 0, 0],
      ["dora", 0, 1],
      ["emil", 2, 1],
    ]);
    assert(lines[10].includes("it is not valid JSON"), lines[10]);
    assert(lines[13].includes("could not be computed"), lines[13]);
    for (const student of ["anna", "ben", "carla", "dora", "emil"]) {
      assert(
        await exists(
          join(folder, "marks/feedback", student, "sheet/feedback.html"),
        ),
      );
    }
    assert(
      await exists(join(folder, "marks/autograded/anna/sheet/squares.ipynb")),
    );
    // Without this one formgrader's lists would be empty.
    assert(await exists(join(folder, "marks/source/sheet")));
    // Of what cannot be read a person may still make something.
    assert(
      await exists(join(folder, "marks/autograded/dora/sheet/squares.ipynb")),
    );
  });
});

Deno.test("a re-run runs only what changed, and leaves no earlier marks", async () => {
  await inFolder(async (folder) => {
    let runs = 0;
    const open = inProcess({ beforeRun: () => void runs++ });
    const submissions = { anna: RIGHT, ben: RIGHT, carla: RIGHT };
    await handIn(folder, submissions);
    await gradeSmall(folder, { open });
    assertEquals(runs, 4); // the teacher's, too
    await gradeSmall(folder, { open });
    assertEquals(runs, 4);
    await handIn(folder, { ben: HALF, carla: "broken now" });
    await Deno.remove(join(folder, "submitted", "anna"), { recursive: true });
    const outcome = await gradeSmall(folder, { open });
    assertEquals([runs, outcome.graded], [6, 1]);
    const lines = (await marksIn(folder)).map((line) =>
      line.split(",").slice(0, 4).join()
    );
    assertEquals(lines.slice(1), [
      "anna,squares,task-1,0",
      "anna,squares,task-2,0",
      "anna,squares,task-3,0",
      "ben,squares,task-1,4",
      "ben,squares,task-2,0",
      "ben,squares,task-3,0",
      "carla,squares,task-1,0",
      "carla,squares,task-2,0",
      "carla,squares,task-3,0",
    ]);
    assertEquals(await totals(folder), { anna: 0, ben: 4, carla: 0 });
    await gradeSmall(folder, { open, course: { ...COURSE, version: "2" } });
    assertEquals(runs, 8);
  });
});

Deno.test("what a person has given counts until the answer is another", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, { anna: RIGHT, ben: RIGHT });
    await gradeSmall(folder, { gradebook });
    query(
      folder,
      `UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0
       WHERE auto_score IS NULL`,
    );
    query(
      folder,
      `UPDATE grade SET manual_score = 1, extra_credit = 0.5
       WHERE id IN (SELECT grade.id FROM ${GRADES}
         WHERE base_cell.name = 'check-cube' AND student_id = 'anna')`,
    );
    await handIn(folder, {
      ben: submission({ discussion: { source: "Another." } }, RIGHT),
    });
    const { waiting } = await gradeSmall(folder, { gradebook });
    assertEquals(waiting, 1);
    assertEquals((await marksIn(folder)).slice(2), [
      "anna,squares,task-2,1.5,2,0,1.5 of 2 by hand",
      "anna,squares,task-3,2.5,3,0,2.5 of 3 by hand",
      "ben,squares,task-1,4,4,0,",
      "ben,squares,task-2,2,2,0,",
      "ben,squares,task-3,0,3,3,3 to be marked by hand",
    ]);
    assertEquals(
      query(
        folder,
        `SELECT student_id, needs_manual_grade FROM ${GRADES}
         WHERE base_cell.name = 'discussion' ORDER BY student_id`,
      ),
      [
        { student_id: "anna", needs_manual_grade: 0 },
        { student_id: "ben", needs_manual_grade: 1 },
      ],
    );
  });
});

Deno.test("Stop keeps what is done; the next run goes on", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, { anna: RIGHT, ben: RIGHT, carla: RIGHT });
    const stop = new AbortController();
    let runs = 0;
    const open = inProcess({
      signal: stop.signal,
      beforeRun: () => {
        if (++runs === 3) stop.abort(); // during the second submission
      },
    });
    const first = await gradeSmall(folder, { open, signal: stop.signal });
    assertEquals([first.stopped, first.graded], [true, 1]);
    const notYet = (await marksIn(folder)).filter((line) =>
      line.includes("Not graded yet")
    );
    for (const line of notYet) {
      const [, , , points, of, open] = line.split(",");
      assertEquals([points, open], ["0", of], "all is open");
    }
    assertEquals(notYet.length, 6);
    const second = await gradeSmall(folder);
    assertEquals([second.stopped, second.graded], [false, 2]);
    assertEquals(
      await totals(folder),
      { anna: 6, ben: 6, carla: 6 },
    );
  });
});

Deno.test("a grader's own failure is zero points, and tried again next time", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, { anna: RIGHT, ben: RIGHT });
    const good = inProcess();
    let runs = 0;
    const first = await gradeSmall(folder, {
      open: () => {
        if (++runs === 2) throw new Error("no room left");
        return good();
      },
    });
    const trouble = first.results.flatMap((result) => result.trouble ?? []);
    assertEquals(trouble, [
      "The grader failed on this notebook: Error: no room left",
    ]);
    // Two run at a time, so either may have been the second.
    assertEquals(Object.values(await totals(folder)).sort(), [0, 6]);
    assertEquals((await gradeSmall(folder)).graded, 1);
    assertEquals(await totals(folder), { anna: 6, ben: 6 });
  });
});

Deno.test("what no machine could run has open points, and is tried again next time", async () => {
  await inFolder(async (folder) => {
    const lost = [...RIGHT, { id: "own", source: "// its workers end" }];
    await handIn(folder, { anna: RIGHT, ben: lost });
    const run = inKernels(inProcess(), 60_000);
    const outcome = await gradeSmall(folder, {
      elsewhere: {
        state: () => "",
        runLists: () => async (lists) =>
          JSON.stringify(lists).includes("its workers end")
            ? failure("Three times its worker ended.")
            : await run(lists),
      },
    });
    assertEquals(needsPerson(outcome), [
      "ben, squares: Three times its worker ended.",
    ]);
    const points = (await marksIn(folder))
      .map((line) => line.split(",").toSpliced(6).join());
    assertEquals(points.slice(1), [
      "anna,squares,task-1,4,4,0",
      "anna,squares,task-2,2,2,0",
      "anna,squares,task-3,0,3,3",
      "ben,squares,task-1,0,4,4",
      "ben,squares,task-2,0,2,2",
      "ben,squares,task-3,0,3,3",
    ]);
    assertEquals((await gradeSmall(folder)).graded, 1);
    assertEquals(await totals(folder), { anna: 6, ben: 6 });
  });
});

Deno.test("two graders do not work on the same marks", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, { anna: RIGHT });
    using _ = await GradingState.open(join(folder, "marks"));
    const error = await assertRejects(() => gradeSmall(folder));
    assert(/Another grader is at work in/.test(String(error)));
  });
});

/** Each student's points in `tasks.csv`. */
async function totals(folder: string): Promise<Record<string, number>> {
  const totals: Record<string, number> = {};
  for (const line of (await marksIn(folder)).slice(1)) {
    const [student, , , points] = line.split(",");
    totals[student] = (totals[student] ?? 0) + Number(points);
  }
  return totals;
}

/** The rows that a query of nbgrader's gradebook gives. */
function query(folder: string, sql: string): Record<string, unknown>[] {
  using database = new DatabaseSync(join(folder, "marks", "gradebook.db"));
  return database.prepare(sql).all().map((row) => ({ ...row }));
}

Deno.test("marks are not graded, nor written among submissions", async () => {
  await inFolder(async (folder) => {
    await handIn(folder, { anna: RIGHT });
    await gradeSmall(folder);
    const before = await marksIn(folder);
    await Deno.remove(join(folder, "submitted"), { recursive: true });
    await Deno.mkdir(join(folder, "submitted", "ben"), { recursive: true });
    await assertRejects(() => gradeSmall(folder), TypeError, "got none");
    assertEquals(await marksIn(folder), before);
    await Deno.mkdir(join(folder, "submitted", ".grade"));
    await assertRejects(() => gradeSmall(folder), TypeError, "folder of marks");
  });
});
