import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";
import { KINDS } from "./kernel_course.ts";
import { grade, gradeAndKill, prepare } from "./sixty.ts";
import { marksIn } from "./small_course.ts";

const problem = await sandboxProblem();

Deno.test({
  name: "60 submissions, the grader killed twice: marks as without" +
    (problem === undefined ? "" : ` (${problem})`),
  ignore: problem !== undefined,
  async fn() {
    const folder = await Deno.makeTempDir();
    const [calm, rough] = ["calm", "rough"].map((name) => join(folder, name));
    try {
      await prepare(calm);
      assertEquals(await grade(calm), { graded: 54 });
      const lines = await marksIn(calm);
      assertEquals(lines.length, 1 + 60 * 3);
      for (const [i, [points]] of Object.entries(KINDS)) {
        const own = lines.filter((line) => line.startsWith(`s00${i},`));
        const sum = own.reduce(
          (sum, line) => sum + Number(line.split(",")[3]),
          0,
        );
        assertEquals(sum, points, own.join("\n"));
      }

      await prepare(rough);
      await gradeAndKill(rough, 10);
      await gradeAndKill(rough, 30);
      const { graded } = await grade(rough);
      assert(graded <= 24, `${graded} were graded again`);
      assertEquals(await marksIn(rough), lines);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
