import { assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { INTAKE_LIMITS } from "../../../scripts/course/grade/intake/mod.ts";
import { DEFAULT_LIMITS } from "../../../scripts/course/sandbox/mod.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";

Deno.test("students are told the limits that hold", async () => {
  const path = join(ROOT, "scripts", "course", "release", "student_readme.md");
  const text = (await Deno.readTextFile(path)).replaceAll(/\s+/g, " ");
  const { cellMs, notebookMs, memoryBytes, outputBytes } = DEFAULT_LIMITS;
  const { modules, moduleBytes } = INTAKE_LIMITS;
  assertStringIncludes(
    text,
    `a cell may take ${cellMs / 1000} seconds and print ` +
      `${outputBytes / 2 ** 20} MB, and a notebook may take ` +
      `${notebookMs / 1000} seconds and ${memoryBytes / 2 ** 30} GB of memory`,
  );
  assertStringIncludes(
    text,
    `up to ${modules} such files (TypeScript, JavaScript, JSON) of up to ` +
      `${moduleBytes / 1024} kB`,
  );
});
