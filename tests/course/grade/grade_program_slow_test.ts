import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { ourCourse } from "../../../scripts/course/grade/course.ts";
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { answersTo } from "../release/answers.ts";

const problem = await sandboxProblem();

Deno.test({
  name: "deno task grade: full marks for right answers, none for no answers" +
    (problem === undefined ? "" : ` (${problem})`),
  ignore: problem !== undefined,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await handIn(folder);
      const first = await grade(folder);
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
      const again = await grade(folder);
      assert(again.output.includes("0 graded now, 6 as before"), again.output);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("deno task grade: exit code 2 where nothing can be graded", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const missing = await run([folder + "/none", "--out", folder, "--unsafe"]);
    assertEquals(missing.code, 2);
    assert(missing.output.includes("there is no such file"), missing.output);
    assert(missing.output.includes("code runs as you"), missing.output);
    const usage = await run(["submitted"]);
    assertEquals(usage.code, 2);
    assert(usage.output.includes("--out <folder>"), usage.output);
    // Nothing is on this path, bubblewrap and its helpers neither.
    const bare = await grade(folder, { PATH: folder });
    assertEquals(bare.code, 2);
    assert(bare.output.includes("Nothing is graded without a sandbox"));
    assert(bare.output.includes("Or take --unsafe."), bare.output);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** The notebooks as they are handed out, and with right answers. */
async function handIn(folder: string): Promise<void> {
  const { studentsWorkspace, teachers } = await ourCourse();
  for (const student of ["right", "untouched"]) {
    const target = join(folder, "submitted", student, "sheet_6");
    await Deno.mkdir(target, { recursive: true });
    for (const { name } of teachers) {
      const file = `${name}.ipynb`;
      const path = join(studentsWorkspace, "notebooks", file);
      const notebook = JSON.parse(await Deno.readTextFile(path));
      if (student === "right") {
        const answers = await answersTo(file);
        answers.set("observation", "Shirts and coats overlap.");
        for (const cell of notebook.cells) {
          cell.source = answers.get(cell.id) ?? cell.source;
        }
      }
      await Deno.writeTextFile(join(target, file), JSON.stringify(notebook));
    }
  }
}

function grade(folder: string, env: Record<string, string> = {}) {
  const [submitted, marks] = ["submitted", "marks"]
    .map((name) => join(folder, name));
  return run([submitted, "--out", marks], env);
}

async function run(args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "scripts/course/grade.ts", ...args],
    cwd: ROOT,
    env: { ...env, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
}

async function linesOf(folder: string): Promise<string[]> {
  const text = await Deno.readTextFile(join(folder, "marks", "tasks.csv"));
  return text.trimEnd().split("\r\n").slice(1);
}
