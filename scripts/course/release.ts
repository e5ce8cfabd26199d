/** Writes the students' edition as a folder and a zip: `deno task release`. */
import { join, relative } from "node:path";
import { Command } from "commander";
import { ASSIGNMENT } from "./release/student_notebooks.ts";
import { writeStudentProject } from "./release/student_project.ts";
import { zipFolder } from "./release/zip_folder.ts";
import { runProgram } from "../shared/command_line.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { BUILD, ROOT } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";

await runProgram(
  new Command("deno task release")
    .description(
      "Write what students get, without answers, into build/release.",
    )
    .action(release),
);

async function release(): Promise<void> {
  const progress = new Progress();
  progress.start("students' edition");
  const target = join(BUILD, "release");
  const scratch = `${target}.${crypto.randomUUID()}`;
  try {
    const folder = join(scratch, ASSIGNMENT);
    await writeStudentProject(folder);
    await zipFolder(folder, join(scratch, `${ASSIGNMENT}.zip`));
    await removeIfThere(target);
    await Deno.rename(scratch, target);
  } catch (error) {
    progress.failed();
    throw error;
  } finally {
    await removeIfThere(scratch);
  }
  progress.done(relative(ROOT, join(target, `${ASSIGNMENT}.zip`)));
}
