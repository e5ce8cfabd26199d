/** What workers, schedulers and graders may do to each other; on this machine. */
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import {
  Sandboxes,
  sandboxProblem,
} from "../../../scripts/course/sandbox/mod.ts";
import { inKernel, kernelCourse } from "../grade/kernel_course.ts";
import { RIGHT, submission } from "../grade/notebooks.ts";
import { gradeSmall, handIn, marksIn } from "../grade/small_course.ts";
import {
  assertAllEnd,
  descendants,
  type Process,
} from "../sandbox/processes.ts";
import type { Cluster } from "../../../scripts/course/cluster/cluster.ts";
import { notebooksOn } from "../../../scripts/course/cluster/notebooks.ts";
import type { LastingResult } from "../../../scripts/course/grade/lasting_kernel.ts";
import { ClusterError } from "../../../scripts/shared/cluster_error.ts";
import { clusterTest, LocalCluster, until } from "./local_cluster.ts";

/** Has a worker carry out an order. */
async function order(cluster: Cluster, source: string): Promise<LastingResult> {
  const settings = { hidden: [], limits: {}, patienceMs: 1000 };
  const run = notebooksOn(cluster).runLists(settings);
  const [result] = await run([{ cells: [{ id: "cell", source }], files: {} }]);
  return result;
}

const ours = { course: "ours" };

clusterTest(
  "what a worker sends is an answer to its cells, or none",
  async () => {
    await using dir = await temporaryFolder();
    await using local = new LocalCluster();
    await local.scheduler();
    await local.orderedWorker();
    await using cluster = await local.connect(ours);
    const ends = async (source: string) => (await order(cluster, source)).end;

    assertEquals((await order(cluster, "work")).cells[0].id, "cell");
    const wrong = "A worker's answer has not the form of one.";
    for (const source of ["babble", `flood ${2 ** 30}`, "foreign other"]) {
      assertEquals((await ends(source))?.message, wrong, source);
    }
    assertEquals((await ends(`object ${dir.path}`))?.message, wrong);
    const raised = await ends(`raise ${dir.path}`);
    assertStringIncludes(raised!.message, "It could not be run on the cluster");
    // A worker unpickles its own errors; neither the bridge nor the scheduler does.
    for (const name of dir.names()) {
      const program = await Deno.readTextFile(dir.at(name));
      assertStringIncludes(program, "dask_worker");
    }
    assertEquals((await order(cluster, "work")).end, undefined);
  },
);

clusterTest(
  "what a worker logs is no answer, to nobody's notebook",
  async () => {
    await using local = new LocalCluster();
    await local.scheduler();
    await local.orderedWorker();
    await using cluster = await local.connect(ours);
    const results = [
      order(cluster, "forge 2"),
      order(cluster, "sleep 2"),
      order(cluster, "work"), // waits for one of the two
    ];
    for (const { end, cells } of await Promise.all(results)) {
      assertEquals([end, cells[0].id], [undefined, "cell"]);
    }
  },
);

clusterTest(
  "a notebook that ends each of its workers is nobody else's trouble",
  async () => {
    await using dir = await temporaryFolder();
    await using local = new LocalCluster();
    await local.scheduler();
    await local.orderedWorker();
    await local.orderedWorker();
    await using cluster = await local.connect(ours);
    const orders = [
      "work",
      "die",
      "sleep 1",
      `die-once ${dir.at("once")}`,
      "work",
    ];
    const results = await Promise.all(
      orders.map((source) => order(cluster, source)),
    );
    assertEquals(results.map(({ end }) => end?.end), [
      ...[undefined, "failed", undefined, undefined, undefined],
    ]);
    assert(dir.names().includes("once"));
  },
);

clusterTest("a worker that differs gets no work, and is named", async () => {
  await using local = new LocalCluster();
  await local.scheduler();
  await local.orderedWorker("theirs");
  await using cluster = await local.connect(ours);
  const waiting = order(cluster, "work");
  await until(() => cluster.state().includes("refused"));
  assertStringIncludes(cluster.state(), "course is theirs, here ours");
  await local.orderedWorker("ours");
  assertEquals((await waiting).end, undefined);
});

clusterTest(
  "a scheduler that starts again gets the notebooks again",
  async () => {
    await using local = new LocalCluster();
    const scheduler = await local.scheduler();
    await local.orderedWorker();
    await using cluster = await local.connect(ours);
    assertEquals((await order(cluster, "work")).end, undefined);
    const waiting = order(cluster, "sleep 3");
    scheduler.kill("SIGKILL");
    await scheduler.status;
    await local.scheduler();
    assertEquals((await waiting).end, undefined);
  },
);

clusterTest(
  "the dashboard is where the progress says, for that machine only",
  async () => {
    await using local = new LocalCluster();
    await local.scheduler();
    await using cluster = await local.connect(ours);
    const said = () => /(http\S+) on 127\.0\.0\.1$/.exec(cluster.state());
    await until(() => said() !== null);
    const [, url] = said()!;
    const page = await fetch(url);
    assertEquals(page.status, 200);
    assertStringIncludes(await page.text(), "Dask");
    const other = { hostname: "127.0.0.2", port: Number(new URL(url).port) };
    await assertRejects(
      () => Deno.connect(other),
      Deno.errors.ConnectionRefused,
    );
  },
);

clusterTest(
  "a submission that runs for ever has the marks that it has here, and holds up nobody",
  async () => {
    const answer = (square: string) =>
      inKernel(submission({ square: { source: square } }, RIGHT));
    const submissions = {
      busy: answer("while (true);"),
      good: inKernel(RIGHT),
      idle: answer("await new Promise(() => {});"),
      last: answer("globalThis.square = (x) => x ** 2;"),
    };
    const marks: string[][] = [];
    for (const isThere of [false, true]) {
      await using dir = await temporaryFolder();
      await using local = new LocalCluster();
      if (isThere) await local.scheduler();
      const worker = isThere ? await local.worker() : undefined;
      await using cluster = isThere ? await local.connect() : undefined;
      await until(() => cluster?.state().includes("workers: 1") ?? true);
      await handIn(dir.path, submissions);
      await Deno.mkdir(dir.at("workspace"));
      await Deno.writeTextFile(dir.at("workspace", "deno.json"), "{}");
      const started = worker && startedBy(worker.pid);
      const outcome = await gradeSmall(dir.path, {
        course: kernelCourse(dir.at("workspace")),
        openSandboxes: (...asked) => new Sandboxes(...asked),
        elsewhere: cluster && notebooksOn(cluster),
        limits: { cellMs: 15_000 },
      });
      assertEquals(outcome.graded, 4);
      marks.push(await marksIn(dir.path));
      if (started) await assertAllEnd(started());
    }
    const [here, there] = marks;
    assertEquals(there, here);
    const points = here.slice(1).map((line) => line.split(",")[3]);
    const [good, endless] = [["4", "2", "0"], ["0", "2", "0"]];
    assertEquals(points, [...endless, ...good, ...endless, ...good]);
  },
  await sandboxProblem(),
);

/** Watches what a process starts from now on; the result says what that was. */
function startedBy(pid: number): () => Process[] {
  const key = ({ pid, startedAt }: Process) => `${pid} ${startedAt}`;
  const before = new Set(descendants(pid).map(key));
  const seen = new Map<string, Process>();
  const look = () => {
    for (const each of descendants(pid)) {
      if (!before.has(key(each))) seen.set(key(each), each);
    }
  };
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    assert(seen.size > 0);
    return [...seen.values()];
  };
}

clusterTest("Stop ends the bridge, and what waits for it", async () => {
  await using local = new LocalCluster();
  await local.scheduler();
  const stop = new AbortController();
  await using cluster = await local.connect(ours, stop.signal);
  const waiting = order(cluster, "work");
  stop.abort();
  await assertRejects(() => waiting, ClusterError, "it has ended");
});
