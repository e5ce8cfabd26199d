/**
 * A scheduler here and two workers in namespaces, whose names and our address
 * are the arguments: one's link is cut while it works, and restored.
 */
import { assertEquals } from "@std/assert";
import { LocalCluster, order } from "./local_cluster.ts";

const [host, ...names] = Deno.args;
await using local = new LocalCluster(host);
await local.scheduler();
for (const name of names) {
  await local.orderedWorker("ours", ["ip", "netns", "exec", name]);
}
await using cluster = await local.connect();
while (!cluster.state().startsWith("2 workers")) await sleep(200);
const results = Array.from({ length: 12 }, () => order(cluster, "sleep 3"));
await Promise.any(results);
const link = async (state: "up" | "down") => {
  const args = ["netns", "exec", names[0], "ip", "link", "set", "eth0", state];
  await new Deno.Command("ip", { args }).output();
};
await link("down");
while (cluster.state().startsWith("2 workers")) await sleep(200);
const ends = (await Promise.all(results)).map(({ end }) => end);
assertEquals(ends, ends.map(() => undefined));
await link("up");
while (!cluster.state().startsWith("2 workers")) await sleep(200);
console.log("all answered");

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
