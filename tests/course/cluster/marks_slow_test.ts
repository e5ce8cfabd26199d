/** Grading and training on a cluster give what this machine gives. */
import {
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import pl from "nodejs-polars";
import { identityHere } from "../../../scripts/course/cluster/identity.ts";
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";
import { runOrThrow } from "../../../scripts/shared/command.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { gradeProgram, handInSheet } from "../grade/grade_program.ts";
import { marksIn } from "../grade/small_course.ts";
import { folderWithData } from "../train/small_signs.ts";
import { ended, startProgram } from "../train/train_program.ts";
import { assertAllEnd, descendants, programOf } from "../sandbox/processes.ts";
import { clusterTest, LocalCluster, until } from "./local_cluster.ts";

const problem = await sandboxProblem();

clusterTest("marks are the same on workers compiled differently", async () => {
  const marks: string[][] = [];
  for (const own of [undefined, "avx2", "baseline", "0"]) {
    await using dir = await temporaryFolder();
    await using local = new LocalCluster();
    await handInSheet(dir.path);
    const options: string[] = [];
    if (own !== undefined) {
      await local.scheduler();
      await local.worker({ env: { MLE_OWN_OPS: own } });
      options.push("--scheduler", local.address);
    }
    const { output } = await gradeProgram(dir.path, [
      "--seed",
      "1",
      ...options,
    ]);
    assertStringIncludes(output, "6 graded now, 0 as before");
    marks.push(await marksIn(dir.path));
  }
  const [here, ...there] = marks;
  for (const other of there) assertEquals(other, here);
}, problem);

clusterTest(
  "a worker with other data gets no work; doctor there says the same",
  async () => {
    await using dir = await folderWithData();
    await Deno.rename(dir.at("data"), dir.at("sign_data"));
    await using local = new LocalCluster();
    await local.scheduler();
    await local.worker({ env: { MLE_DATA: dir.path } });
    await using cluster = await local.connect();
    await until(() => cluster.state().includes("refused"));
    const identity = await identityHere();
    const differs = /SIGNS is (\w+), here (\w+)/.exec(cluster.state());
    const [, there, here] = differs ?? [];
    assertEquals(here, identity.SIGNS);
    const doctor = await runOrThrow({
      program: Deno.execPath(),
      args: ["run", "-A", "--no-check", "scripts/course/doctor.ts"],
      cwd: ROOT,
      env: { MLE_DATA: dir.path },
    });
    for (const value of [there, identity["version of marks"]]) {
      assertStringIncludes(doctor.stdout, value);
    }
  },
  problem,
);

clusterTest(
  "a sweep on a cluster trains what this machine trains",
  async () => {
    await using dir = await temporaryFolder();
    await using local = new LocalCluster();
    await local.scheduler();
    await local.worker();
    const tables: pl.DataFrame[] = [];
    for (const options of [[], ["--scheduler", local.address]]) {
      const out = dir.at(`${options.length}`);
      const { code, stderr } = await ended(startProgram(
        "sweep",
        ...["cnn", "--seed", "1..2", "--epochs", "1", "--out", out, ...options],
      ));
      assertEquals([code, stderr], [0, ""]);
      tables.push(pl.readCSV(join(out, "sweep.csv")).drop("durationMs"));
    }
    assertEquals(tables[1].toRecords(), tables[0].toRecords());
  },
  problem,
);

clusterTest("two workers on a machine share its processors", async () => {
  await using local = new LocalCluster();
  await local.scheduler();
  const workers = [
    await local.worker({ threads: 1 }),
    await local.worker({ threads: 1 }),
  ];
  await using cluster = await local.connect();
  await until(() => cluster.state().includes("workers: 2"));
  const processors = workers.map((worker) => {
    const host = descendants(worker.pid)
      .find(({ pid }) => programOf(pid) === "deno")!;
    const status = Deno.readTextFileSync(`/proc/${host.pid}/status`);
    return /Cpus_allowed_list:\s*(.*)/.exec(status)![1];
  });
  for (const each of processors) assertMatch(each, /^\d+$/);
  assertNotEquals(processors[0], processors[1]);
}, navigator.hardwareConcurrency < 2 ? "only one processor" : undefined);

clusterTest("Stop ends a sweep on a cluster, and its runs", async () => {
  await using dir = await temporaryFolder();
  await using local = new LocalCluster();
  await local.scheduler();
  const worker = await local.worker();
  const sweep = startProgram(
    "sweep",
    ...["cnn", "--epochs", "100000", "--out", dir.at("out")],
    ...["--scheduler", local.address],
  );
  const end = ended(sweep);
  const runs = () =>
    descendants(worker.pid).filter(({ pid }) =>
      commandOf(pid).includes("course/train.ts")
    );
  await until(() => runs().length > 0);
  const started = runs();
  sweep.kill("SIGINT");
  const { code, stdout } = await end;
  assertEquals(code, 130);
  assertStringIncludes(stdout, "The same command goes on from here.");
  await assertAllEnd(started);
}, problem);

function commandOf(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`);
  } catch {
    return ""; // it has just ended
  }
}
