import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { EXERCISES } from "../../../scripts/course/tasks/exercises.ts";
import { hiddenTestsOf } from "../../../scripts/course/tasks/hidden_tests.ts";
import { promptOf } from "../../../scripts/course/tasks/prompt.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { filesIn } from "../release/files_in.ts";

const COURSE = join(ROOT, "scripts", "course");

Deno.test("every file of prompts and hidden tests belongs to a cell", async () => {
  for (const { folder, answers, checks } of EXERCISES) {
    const files = await filesIn(join(COURSE, "tasks", folder));
    assertEquals(
      [...files.keys()].sort(),
      [
        "given.ts",
        ...Object.values(answers).map((name) => `${name}_prompt.ts`),
        ...Object.values(checks).map(({ tests }) => `${tests}_tests.ts`),
      ].sort(),
    );
  }
});

Deno.test("hidden tests take what the prompt declares, and hand out values", async () => {
  for (const exercise of EXERCISES) {
    const prompts = await Promise.all(
      Object.keys(exercise.answers).map((id) => promptOf(exercise, id)),
    );
    for (const id of Object.keys(exercise.checks)) {
      const { source, takes } = (await hiddenTestsOf(exercise, id))!;
      assertMatch(source, /await handOut\(/);
      const [name] = takes;
      const declared = new RegExp(`^(async )?(class|function) ${name}\\b`, "m");
      const declaring = prompts.filter((prompt) => declared.test(prompt!));
      assertEquals(declaring.length, 1, `${exercise.folder}, ${id}: ${name}`);
    }
  }
});

Deno.test("a prompt has only what a student is to see", async () => {
  for (const exercise of EXERCISES) {
    for (const id of Object.keys(exercise.answers)) {
      const prompt = (await promptOf(exercise, id))!;
      assert(!/deno-lint|given\.ts|mle\/sheet|grading/.test(prompt), prompt);
    }
    assertEquals(await promptOf(exercise, "imports"), undefined);
    assertEquals(await hiddenTestsOf(exercise, "imports"), undefined);
  }
});

Deno.test("the points are those that students read of", async () => {
  const readme = await Deno.readTextFile(
    join(COURSE, "release", "student_readme.md"),
  );
  for (const { notebook, checks, texts } of EXERCISES) {
    const points = [
      ...Object.values(checks).map(({ points }) => points),
      ...Object.values(texts),
    ].reduce((sum, points) => sum + points, 0);
    assertMatch(
      readme,
      new RegExp(`\\| \`${notebook}\\.ipynb\` +\\| ${points} +\\|`),
    );
  }
});
