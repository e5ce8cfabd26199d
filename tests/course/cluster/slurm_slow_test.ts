/** From an empty Slurm to marks. */
import { assertEquals } from "@std/assert";
import { Cluster } from "../../../scripts/course/cluster/cluster.ts";
import { identityOf } from "../../../scripts/course/cluster/identity.ts";
import { ourCourse } from "../../../scripts/course/grade/course.ts";
import { Sandboxes } from "../../../scripts/course/sandbox/mod.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { kernelCourse, KINDS } from "../grade/kernel_course.ts";
import { gradeSmall, handIn, SILENT } from "../grade/small_course.ts";
import { hasSlurm, Slurm } from "./slurm.ts";

const isAsked = Deno.env.get("MLE_CLUSTER") === "1" && hasSlurm;

Deno.test({
  name: "a Slurm without jobs grades a notebook, and has none afterwards" +
    (isAsked ? "" : " (only root, with MLE_CLUSTER=1, slurm-wlm and munge)"),
  ignore: !isAsked,
  async fn() {
    await using dir = await temporaryFolder();
    for (const name of ["slurm", "workspace"]) await Deno.mkdir(dir.at(name));
    await Deno.writeTextFile(dir.at("workspace", "deno.json"), "{}");
    const [[points, cells]] = KINDS;
    await handIn(dir.path, { student: cells });
    await using slurm = await Slurm.start(dir.at("slurm"));
    const settings = {
      JOBQUEUE__SLURM__CORES: "1",
      JOBQUEUE__SLURM__MEMORY: "3GB",
      JOBQUEUE__SLURM__INTERFACE: "lo",
      JOBQUEUE__SLURM__LOCAL_DIRECTORY: dir.at("slurm"),
      JOBQUEUE__SLURM__LOG_DIRECTORY: dir.at("slurm"),
      DISTRIBUTED__ADAPTIVE__MAXIMUM: "1",
    };
    for (const [name, value] of Object.entries(settings)) {
      Deno.env.set(`DASK_${name}`, value);
    }
    const { version } = await ourCourse();
    {
      await using elsewhere = await Cluster.connect({
        jobqueue: "slurm",
        identity: await identityOf(version),
        progress: SILENT,
        signal: new AbortController().signal,
        onEnd: (error) => console.log(error.message),
      });
      const { totals } = await gradeSmall(dir.path, {
        course: kernelCourse(dir.at("workspace")),
        openSandboxes: (...asked) => new Sandboxes(...asked),
        elsewhere,
        seed: 1,
      });
      assertEquals(totals.map(({ total }) => total), [points]);
    }
    assertEquals(await slurm.jobs(), "");
  },
});
