import { assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { DEFAULT_LIMITS } from "../../../scripts/course/sandbox/mod.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";

Deno.test("students are told the limits that grading has", async () => {
  const path = join(ROOT, "scripts/course/release/student_readme.md");
  const text = (await Deno.readTextFile(path)).replaceAll(/\s+/g, " ");
  const { cellMs, notebookMs, memoryBytes, outputBytes } = DEFAULT_LIMITS;
  assertStringIncludes(text, `A cell may take ${cellMs / 1000} seconds`);
  assertStringIncludes(
    text,
    `a notebook ${notebookMs / 1000} seconds and ${memoryBytes / 2 ** 30} GB`,
  );
  assertStringIncludes(text, `prints may be ${outputBytes / 2 ** 20} MB`);
});
