import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { ourCourse } from "../../../scripts/course/grade/course.ts";
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";
import { gradeProgram, handInSheet, runGrade } from "./grade_program.ts";

const problem = await sandboxProblem();

Deno.test({
  name: "deno task grade: full marks for right answers, none for no answers" +
    (problem === undefined ? "" : ` (${problem})`),
  ignore: problem !== undefined,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await handInSheet(folder);
      const first = await gradeProgram(folder);
      assertEquals(first.code, 1, first.output);
      assert(first.output.includes("6 graded now, 0 as before"), first.output);
      // All texts of the one who has written code: it may hold them.
      assert(
        first.output.includes("- 5 answers to be marked in formgrader"),
        first.output,
      );
      const { teachers } = await ourCourse();
      const automatic = teachers.flatMap(({ cells }) => cells)
        .filter(({ nbgrader }) => nbgrader?.grade && !nbgrader.solution)
        .reduce((sum, { nbgrader }) => sum + nbgrader!.points!, 0);
      const points = { right: 0, untouched: 0 };
      for (const line of await linesOf(folder)) {
        const [student, , , own, , , why] = line.split(",");
        points[student as keyof typeof points] += Number(own);
        const isByHand = /by hand|There is no answer/.test(why);
        if (student === "right") assert(why === "" || isByHand, line);
        else assert(why.length > 10, line);
      }
      assertEquals(points, { right: automatic, untouched: 0 });
      const again = await gradeProgram(folder);
      assert(again.output.includes("0 graded now, 6 as before"), again.output);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("deno task grade: exit code 2 where nothing can be graded", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const missing = await runGrade([
      folder + "/none",
      "--out",
      folder,
      "--unsafe",
    ]);
    assertEquals(missing.code, 2);
    assert(missing.output.includes("there is no such file"), missing.output);
    assert(missing.output.includes("code runs as you"), missing.output);
    const usage = await runGrade(["submitted"]);
    assertEquals(usage.code, 2);
    assert(usage.output.includes("--out <folder>"), usage.output);
    // Nothing is on this path, bubblewrap and its helpers neither.
    const bare = await gradeProgram(folder, [], { PATH: folder });
    assertEquals(bare.code, 2);
    assert(bare.output.includes("Nothing is graded without a sandbox"));
    assert(bare.output.includes("Or take --unsafe."), bare.output);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function linesOf(folder: string): Promise<string[]> {
  const text = await Deno.readTextFile(join(folder, "marks", "tasks.csv"));
  return text.trimEnd().split("\r\n").slice(1);
}
