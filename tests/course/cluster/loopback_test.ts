import { assert, assertEquals, assertThrows } from "@std/assert";
import { InvalidArgumentError } from "commander";
import { workerCommand } from "../../../scripts/course/cluster/dask.ts";
import { schedulerAddress } from "../../../scripts/course/cluster/options.ts";

Deno.test("without TLS a worker is for this machine only, and no worker has a dashboard", async () => {
  const plain = await workerCommand("tcp://127.0.0.1:8786");
  assertEquals(plain[plain.indexOf("--host") + 1], "127.0.0.1");
  const safe = await workerCommand("tls://host:8786");
  assert(!safe.includes("--host"));
  for (const command of [plain, safe]) {
    assert(command.includes("--no-dashboard"));
  }
});

Deno.test("a scheduler is reached by TLS, or is on this machine", () => {
  for (
    const address of [
      "tls://host-1.example.org:8786",
      "tls://[fe80::1]:8786",
      "tcp://127.0.0.1:8786",
    ]
  ) {
    assertEquals(schedulerAddress(address), address);
  }
  for (
    const address of [
      "tls://",
      "tls://host",
      "tls://host:1/x",
      "tcp://host:8786",
      "host:8786",
      "tcp://127.evil.org:1",
    ]
  ) {
    assertThrows(() => schedulerAddress(address), InvalidArgumentError);
  }
});
