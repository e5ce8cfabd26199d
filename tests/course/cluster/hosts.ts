/**
 * Grades 60 submissions on two workers in namespaces of their own, while workers
 * are killed, one of their links is cut and restored, and the grader is killed
 * and started again: hosts.ts FOLDER OUR-ADDRESS NAMESPACE NAMESPACE
 */
import { assert } from "@std/assert";
import { Generator } from "mle/random/generator.ts";
import { runOrThrow } from "../../../scripts/shared/command.ts";
import { grade, gradeAndKill, untilKept } from "../grade/sixty.ts";
import { killWorker, LocalCluster, until } from "./local_cluster.ts";

const [folder, host, ...names] = Deno.args;
const link = (state: "up" | "down") =>
  runOrThrow({
    program: "ip",
    args: ["-n", names[0], "link", "set", "eth0", state],
  });

await using local = new LocalCluster(host);
await local.scheduler();
const workers: Deno.ChildProcess[] = [];
for (const name of names) {
  const within = ["ip", "netns", "exec", name];
  workers.push(await local.worker({ within, threads: 1 }));
}
await using observer = await local.connect();
const seen = (count: number) =>
  until(() => observer.state().includes(`workers: ${count}`));
await seen(2);

const kill = async (worker: Deno.ChildProcess, left: number) => {
  killWorker(worker);
  await seen(left);
  await seen(left + 1);
};
const grading = gradeAndKill(folder, 35, local.address)
  .then(() => grade(folder, local.address));
const [first, second, third] = new Generator(6).permutation(35)
  .subarray(0, 3).toSorted();
await untilKept(folder, first);
await kill(workers[1], 1);
await link("down");
await seen(1);
await untilKept(folder, second);
await kill(workers[1], 0);
await link("up");
await seen(2);
await untilKept(folder, third);
await kill(workers[0], 1);
const { graded } = await grading;
assert(graded <= 60 - 35, `${graded} were graded again`);
