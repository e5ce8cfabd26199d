import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";
import { handIn, marksIn } from "./small_course.ts";
import { KINDS } from "./kernel_course.ts";

const problem = await sandboxProblem();
const PROGRAM = join(import.meta.dirname!, "grade_kernel_course.ts");

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

async function prepare(folder: string): Promise<void> {
  const students = Array.from({ length: 60 }, (_, i) => [
    `s${String(i).padStart(3, "0")}`,
    KINDS[i % KINDS.length][1],
  ]);
  await handIn(folder, Object.fromEntries(students));
  await Deno.mkdir(join(folder, "workspace"));
  await Deno.writeTextFile(join(folder, "workspace", "deno.json"), "{}");
}

function start(folder: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM, folder],
    stdout: "piped",
  }).spawn();
}

async function grade(folder: string): Promise<{ graded: number }> {
  const { code, stdout } = await start(folder).output();
  assertEquals(code, 0);
  return JSON.parse(new TextDecoder().decode(stdout).trimEnd());
}

/** Kills the grader as soon as it has kept the marks of so many notebooks. */
async function gradeAndKill(folder: string, count: number): Promise<void> {
  const grader = start(folder);
  const ended = grader.output();
  const results = join(folder, "marks", ".grade", "results");
  while (await countIn(results) < count) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  grader.kill("SIGKILL");
  assertEquals((await ended).signal, "SIGKILL");
}

async function countIn(folder: string): Promise<number> {
  let count = 0;
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".json")) count++;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return count;
}
