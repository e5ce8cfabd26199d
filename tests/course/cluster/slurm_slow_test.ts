/** From an empty Slurm to marks, and to a sweep's table, with README's settings. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { gradeProgram, handInSheet } from "../grade/grade_program.ts";
import { ended, startProgram } from "../train/train_program.ts";
import { clusterTest } from "./local_cluster.ts";
import { hasSlurm, Slurm } from "./slurm.ts";

clusterTest(
  "a Slurm without jobs grades and trains, and has none afterwards",
  async () => {
    await using dir = await temporaryFolder();
    await Deno.mkdir(dir.at("slurm"));
    await handInSheet(dir.path);
    await using slurm = await Slurm.start(dir.at("slurm"));
    const readme = await Deno.readTextFile(join(ROOT, "README.md"));
    const [, yaml] = /```yaml\n(.*?)```/s.exec(readme)!;
    await Deno.writeTextFile(dir.at("jobqueue.yaml"), yaml);
    const settings = {
      CONFIG: dir.at("jobqueue.yaml"),
      JOBQUEUE__SLURM__INTERFACE: "lo",
      JOBQUEUE__SLURM__LOCAL_DIRECTORY: dir.at("slurm"),
      JOBQUEUE__SLURM__LOG_DIRECTORY: dir.at("slurm"),
    };
    for (const [name, value] of Object.entries(settings)) {
      Deno.env.set(`DASK_${name}`, value);
    }
    const { output } = await gradeProgram(dir.path, ["--slurm"]);
    assertStringIncludes(output, "6 graded now, 0 as before");
    assertStringIncludes(output, "- 5 answers to be marked in formgrader");
    assertEquals(await slurm.jobs(), "");

    const { code, stderr } = await ended(startProgram(
      "sweep",
      ...["cnn", "--epochs", "1", "--out", dir.at("out"), "--slurm"],
    ));
    assertEquals([code, stderr], [0, ""]);
    assertEquals(await exists(dir.at("out", "sweep.csv")), true);
    assertEquals(await slurm.jobs(), "");
  },
  hasSlurm ? await sandboxProblem() : "only root, with slurm-wlm and munge",
);
