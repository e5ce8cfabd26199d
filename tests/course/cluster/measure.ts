/**
 * What the scheduler and the bridge need for each notebook of 100 kB, with
 * workers that do nothing: measure.ts [notebooks]
 */
import { descendants, programOf } from "../sandbox/processes.ts";
import { LocalCluster } from "./local_cluster.ts";

const count = Number(Deno.args[0] ?? 1000);
await using local = new LocalCluster();
const scheduler = await local.scheduler();
await local.orderedWorker();
await using cluster = await local.connect();
while (!cluster.state().startsWith("1 workers")) {
  await new Promise((resolve) => setTimeout(resolve, 200));
}
const bridge = descendants(Deno.pid).find(({ pid, parent }) =>
  parent === Deno.pid && pid !== scheduler.pid && programOf(pid) !== "sh"
)!;
const pids = { scheduler: scheduler.pid, bridge: bridge.pid, here: Deno.pid };
const before = Object.values(pids).map(cpuMs);
const startedAt = performance.now();
const run = cluster.runLists({ hidden: [], limits: {}, patienceMs: 1 });
const files = { "data.txt": "x".repeat(100_000) };
let left = count;
await Promise.all(Array.from({ length: cluster.width }, async () => {
  while (left-- > 0) {
    await run([{ cells: [{ id: "cell", source: "work" }], files }]);
  }
}));
const tookMs = performance.now() - startedAt;
console.log(`${count} notebooks, ${(tookMs / count).toFixed(2)} ms each`);
Object.entries(pids).forEach(([name, pid], i) =>
  console.log(
    `${name}: ${
      ((cpuMs(pid) - before[i]) / count).toFixed(2)
    } ms of processor ` +
      `time each, at most ${peakMb(pid)} MB`,
  )
);
function cpuMs(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function peakMb(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024);
}
