/** Three hosts: network namespaces, which only root can make. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { sandboxProblem } from "../../../scripts/course/sandbox/mod.ts";
import { runOrThrow } from "../../../scripts/shared/command.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { grade, prepare } from "../grade/sixty.ts";
import { marksIn } from "../grade/small_course.ts";
import { clusterTest } from "./local_cluster.ts";

clusterTest(
  "60 submissions, workers killed, a host cut off, the grader killed: marks as here",
  async () => {
    await using dir = await temporaryFolder();
    const [calm, rough] = [dir.at("calm"), dir.at("rough")];
    await prepare(calm);
    await grade(calm);
    await prepare(rough);
    const [here, ...workers] = [0, 1, 2].map((i) => `mle-${Deno.pid}-${i}`);
    const names = [here, ...workers];
    try {
      for (const name of names) await ip("netns", "add", name);
      const at = (name: string, ...args: string[]) => ip("-n", name, ...args);
      await at(here, "link", "add", "br0", "type", "bridge");
      await at(here, "addr", "add", "10.77.0.1/24", "dev", "br0");
      for (const [i, name] of workers.entries()) {
        const [end, to] = [`port${i}`, ["peer", "name", "eth0", "netns", name]];
        await at(here, "link", "add", end, "type", "veth", ...to);
        await at(here, "link", "set", end, "master", "br0", "up");
        await at(name, "addr", "add", `10.77.0.${i + 2}/24`, "dev", "eth0");
        await at(name, "link", "set", "eth0", "up");
      }
      await at(here, "link", "set", "br0", "up");
      for (const name of names) await at(name, "link", "set", "lo", "up");
      const program = [Deno.execPath(), "run", "-A", "--no-check"]
        .concat(join(import.meta.dirname!, "hosts.ts"));
      await runOrThrow({
        program: "ip",
        args: ["netns", "exec", here, ...program]
          .concat([rough, "10.77.0.1", ...workers]),
        cwd: ROOT,
      });
    } finally {
      for (const name of names) await ip("netns", "del", name);
    }
    assertEquals(await marksIn(rough), await marksIn(calm));
  },
  Deno.uid() === 0 ? await sandboxProblem() : "only root makes namespaces",
);

async function ip(...args: string[]): Promise<void> {
  await runOrThrow({ program: "ip", args });
}
