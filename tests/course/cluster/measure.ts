/**
 * Measures what a cluster costs, with one on this machine.
 *
 *     deno run -A tests/course/cluster/measure.ts [notebooks]
 *
 * First, what the scheduler and the bridge need for each notebook of 100 kB, with
 * workers that only sleep; 1,000 unless given. Then, in turn, 24 small notebooks,
 * two at a time, here and on one and two workers, and a sweep of 15 runs here and
 * on a worker.
 */
import { join } from "node:path";
import { notebooksOn } from "../../../scripts/course/cluster/notebooks.ts";
import { trainingsOn } from "../../../scripts/course/cluster/trainings.ts";
import { Sandboxes } from "../../../scripts/course/sandbox/mod.ts";
import { trainAll, trainerHere } from "../../../scripts/course/sweep/runs.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { inKernel, kernelCourse } from "../grade/kernel_course.ts";
import { RIGHT } from "../grade/notebooks.ts";
import { gradeSmall, handIn, SILENT } from "../grade/small_course.ts";
import { descendants, programOf } from "../sandbox/processes.ts";
import { LocalCluster, until } from "./local_cluster.ts";

const MIB = 2 ** 20;
const { signal } = new AbortController();
const say = (text: string) =>
  console.log(`${text} (load ${Deno.loadavg()[0].toFixed(1)})`);

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

async function cost(count: number): Promise<void> {
  await using local = new LocalCluster();
  const scheduler = await local.scheduler();
  await local.orderedWorker("ours", 20);
  await using cluster = await local.connect({ course: "ours" });
  await until(() => cluster.state().includes("workers: 1"));
  const bridge = descendants(Deno.pid).find(({ pid, parent }) =>
    parent === Deno.pid && pid !== scheduler.pid && programOf(pid) !== "sh"
  )!;
  const pids = { scheduler: scheduler.pid, bridge: bridge.pid };
  const before = Object.values(pids).map(cpuMs);
  const settings = { hidden: [], limits: {}, patienceMs: 1 };
  const run = notebooksOn(cluster).runLists(settings);
  const files = { "data.txt": "x".repeat(100_000) };
  let left = count;
  const seconds = await secondsOf(() =>
    Promise.all(Array.from({ length: cluster.width }, async () => {
      while (left-- > 0) {
        await run([{ cells: [{ id: "cell", source: "sleep 0.1" }], files }]);
      }
    }))
  );
  say(
    `${count} notebooks: ${(seconds * 1000 / count).toFixed(2)} ms each; ` +
      Object.entries(pids).map(([name, pid], i) =>
        `${name} ${((cpuMs(pid) - before[i]) / count).toFixed(2)} ms of ` +
        `processor time each, at most ${peakMb(pid)} MB`
      ).join(", "),
  );
}

async function throughput(workers: number, threads: number): Promise<void> {
  await using dir = await temporaryFolder();
  await using local = new LocalCluster();
  if (workers > 0) await local.scheduler();
  for (let i = 0; i < workers; i++) await local.worker({ threads });
  await using cluster = workers > 0 ? await local.connect() : undefined;
  await until(() => cluster?.state().includes(`workers: ${workers}`) ?? true);
  await Deno.mkdir(dir.at("workspace"));
  await Deno.writeTextFile(dir.at("workspace", "deno.json"), "{}");
  const students = Array.from({ length: 24 }, (_, i) => [`s${i}`, [
    ...inKernel(RIGHT),
    { id: "own", source: `// ${i}` },
  ]]);
  await handIn(dir.path, Object.fromEntries(students));
  const [starts, ends]: number[][] = [[], []];
  await gradeSmall(dir.path, {
    course: kernelCourse(dir.at("workspace")),
    openSandboxes: (...asked) => new Sandboxes(...asked),
    elsewhere: cluster && notebooksOn(cluster),
    width: cluster?.width ?? 2,
    progress: {
      ...SILENT,
      start: () => starts.push(performance.now()),
      done: () => ends.push(performance.now()),
    },
  });
  const seconds = (ends.at(-2)! - starts.at(-2)!) / 1000; // the last: "Marks"
  const where = workers === 0 ? "here" : `on ${workers} workers`;
  const rate = (24 * 60 / seconds).toFixed(1);
  say(`${where}, ${threads} at a time each: ${rate} notebooks a minute`);
}

async function sweep(where: "one by one" | "here" | "on a worker") {
  await using dir = await temporaryFolder();
  await using local = new LocalCluster();
  const isThere = where === "on a worker";
  if (isThere) await local.scheduler();
  if (isThere) await local.worker();
  await using cluster = isThere ? await local.connect() : undefined;
  await until(() => cluster?.state().includes("workers: 1") ?? true);
  const trainer = cluster ? trainingsOn(cluster) : trainerHere();
  const width = where === "one by one" ? 1 : trainer.width;
  const runs = Array.from({ length: 15 }, (_, seed) => ({
    settings: { seed, epochs: 2 },
    args: ["cnn", "--seed", `${seed}`, "--epochs", "2"],
    folder: join(dir.path, `${seed}`),
  }));
  const seconds = await secondsOf(() =>
    trainAll(runs, { ...trainer, width }, SILENT, signal)
  );
  say(`15 runs, ${where}: ${seconds.toFixed(1)} s`);
}

function cpuMs(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function peakMb(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) * 1024 / MIB);
}

await cost(Number(Deno.args[0] ?? 1000));
for (let turn = 0; turn < 2; turn++) {
  await throughput(0, 2);
  await throughput(1, 2);
  await throughput(2, 1);
}
for (const where of ["one by one", "here", "on a worker"] as const) {
  await sweep(where);
}
