/** Grades submissions in sandboxes: grade_kernel_course.ts FOLDER [SCHEDULER]. */
import { join } from "node:path";
import { notebooksOn } from "../../../scripts/course/cluster/notebooks.ts";
import { openCluster } from "../../../scripts/course/cluster/options.ts";
import { updateGradebook } from "../../../scripts/course/grade/publish/gradebook.ts";
import { Sandboxes } from "../../../scripts/course/sandbox/mod.ts";
import { kernelCourse } from "./kernel_course.ts";
import { gradeSmall } from "./small_course.ts";

const [folder, scheduler] = Deno.args;
const { signal } = new AbortController();
await using cluster = await openCluster({ scheduler }, signal);
const outcome = await gradeSmall(folder, {
  course: kernelCourse(join(folder, "workspace")),
  openSandboxes: (...asked) => new Sandboxes(...asked),
  gradebook: updateGradebook,
  elsewhere: cluster && notebooksOn(cluster),
  width: cluster?.width ?? 2,
  seed: 1,
});
console.log(JSON.stringify({ graded: outcome.graded }));
