/** Three hosts: network namespaces, which only root can make. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../../../scripts/shared/paths.ts";

const isAsked = Deno.env.get("MLE_CLUSTER") === "1" && Deno.uid() === 0;
const decoder = new TextDecoder();

Deno.test({
  name: "a host that is cut off loses its notebooks to others, and comes back" +
    (isAsked ? "" : " (only root, with MLE_CLUSTER=1)"),
  ignore: !isAsked,
  async fn() {
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
      const program = join(import.meta.dirname!, "hosts.ts");
      const { code, stdout, stderr } = await new Deno.Command("ip", {
        args: [
          "netns",
          "exec",
          here,
          Deno.execPath(),
          "run",
          "-A",
          "--no-check",
        ]
          .concat([program, "10.77.0.1", ...workers]),
        cwd: ROOT,
      }).output();
      assertEquals([code, decoder.decode(stderr)], [0, ""]);
      assertStringIncludes(decoder.decode(stdout), "all answered");
    } finally {
      for (const name of names) await ip("netns", "del", name);
    }
  },
});

async function ip(...args: string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command("ip", { args }).output();
  assertEquals(code, 0, `ip ${args.join(" ")}: ${decoder.decode(stderr)}`);
}
