/** Grading on a cluster gives the marks that grading here gives. */
import { assert, assertEquals } from "@std/assert";
import { identityOf } from "../../../scripts/course/cluster/identity.ts";
import { ourCourse } from "../../../scripts/course/grade/course.ts";
import {
  Sandboxes,
  sandboxProblem,
} from "../../../scripts/course/sandbox/mod.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { kernelCourse, KINDS } from "../grade/kernel_course.ts";
import { gradeSmall, handIn, marksIn } from "../grade/small_course.ts";
import { LocalCluster } from "./local_cluster.ts";

Deno.test({
  name: "marks are the same on workers, one of which is killed",
  ignore: await sandboxProblem() !== undefined,
  async fn() {
    await using local = new LocalCluster();
    await local.scheduler();
    await local.worker();
    const { version } = await ourCourse();
    await using elsewhere = await local.connect(await identityOf(version));

    const marks: string[][] = [];
    for (const where of [undefined, elsewhere]) {
      await using dir = await temporaryFolder();
      await Deno.mkdir(dir.at("workspace"));
      await Deno.writeTextFile(dir.at("workspace", "deno.json"), "{}");
      const submissions = KINDS.map(([, cells], i) => [`s${i}`, cells]);
      await handIn(dir.path, Object.fromEntries(submissions));
      let isKilled = false;
      const { graded } = await gradeSmall(dir.path, {
        course: kernelCourse(dir.at("workspace")),
        openSandboxes: (...asked) => new Sandboxes(...asked),
        elsewhere: where,
        width: where?.width ?? 2,
        seed: 1,
        progress: {
          start() {},
          done() {},
          failed() {},
          detail(text) {
            if (isKilled || where === undefined || !text.startsWith("3 of")) {
              return;
            }
            isKilled = true;
            local.killWorkers();
          },
        },
      });
      assertEquals(graded, KINDS.length - 1);
      assert(where === undefined || isKilled);
      marks.push(await marksIn(dir.path));
    }
    const [here, there] = marks;
    assertEquals(there, here);
  },
});
