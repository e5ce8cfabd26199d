/** Grades the submissions in a folder in sandboxes: grade_kernel_course.ts FOLDER. */
import { join } from "node:path";
import { updateGradebook } from "../../../scripts/course/grade/publish/gradebook.ts";
import { Sandboxes } from "../../../scripts/course/sandbox/mod.ts";
import { kernelCourse } from "./kernel_course.ts";
import { gradeSmall } from "./small_course.ts";

const [folder] = Deno.args;
const outcome = await gradeSmall(folder, {
  course: kernelCourse(join(folder, "workspace")),
  openSandboxes: (...asked) => new Sandboxes(...asked),
  gradebook: updateGradebook,
  seed: 1,
});
console.log(JSON.stringify({ graded: outcome.graded }));
