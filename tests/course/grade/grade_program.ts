import { join } from "node:path";
import { ourCourse } from "../../../scripts/course/grade/course.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { answersTo } from "../release/answers.ts";

/** The notebooks as they are handed out, and with right answers. */
export async function handInSheet(folder: string): Promise<void> {
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

/** Grades them with `deno task grade` and some options. */
export function gradeProgram(
  folder: string,
  options: string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const [submitted, marks] = ["submitted", "marks"]
    .map((name) => join(folder, name));
  return runGrade([submitted, "--out", marks, ...options], env);
}

/** Runs `deno task grade`. */
export async function runGrade(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "scripts/course/grade.ts", ...args],
    cwd: ROOT,
    env: { ...env, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
}
