import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { KINDS } from "./kernel_course.ts";
import { handIn } from "./small_course.ts";

const PROGRAM = join(import.meta.dirname!, "grade_kernel_course.ts");

/** Hands in 60 mixed submissions. */
export async function prepare(folder: string): Promise<void> {
  const students = Array.from({ length: 60 }, (_, i) => [
    `s${String(i).padStart(3, "0")}`,
    KINDS[i % KINDS.length][1],
  ]);
  await handIn(folder, Object.fromEntries(students));
  await Deno.mkdir(join(folder, "workspace"));
  await Deno.writeTextFile(join(folder, "workspace", "deno.json"), "{}");
}

function start(folder: string, scheduler: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM, folder, ...scheduler],
    stdout: "piped",
  }).spawn();
}

/** Grades, on a cluster if its scheduler is given; returns how many were left. */
export async function grade(
  folder: string,
  ...scheduler: string[]
): Promise<{ graded: number }> {
  const { code, stdout } = await start(folder, scheduler).output();
  assertEquals(code, 0);
  return JSON.parse(new TextDecoder().decode(stdout).trimEnd());
}

/** Waits until the marks of so many notebooks have been kept. */
export async function untilKept(folder: string, count: number): Promise<void> {
  const results = join(folder, "marks", ".grade", "results");
  while (await countIn(results) < count) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Kills the grader as soon as it has kept the marks of so many notebooks. */
export async function gradeAndKill(
  folder: string,
  count: number,
  ...scheduler: string[]
): Promise<void> {
  const grader = start(folder, scheduler);
  const ended = grader.output();
  await untilKept(folder, count);
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
