import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT, venvProgram } from "../../scripts/shared/paths.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

// Starts what a kernel starts, says so, and waits to be killed.
const KERNEL = `
import sys, time
sys.path.insert(0, ${JSON.stringify(join(ROOT, "scripts", "kernel"))})
from processes import Processes
processes = Processes()
processes.start_deno_kernel({"key": "k", "signature_scheme": "hmac-sha256"})
print("started", flush=True)
time.sleep(600)
`;

Deno.test("a kernel that is killed leaves no process behind, and never a file", async () => {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await using dir = await temporaryFolder();
    const kernel = new Deno.Command(venvProgram("python"), {
      args: ["-c", KERNEL],
      env: { TMPDIR: dir.path },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const reader = kernel.stdout.getReader();
    await reader.read(); // it has started
    assertEquals(dir.names(), []);
    kernel.kill(signal);
    await kernel.status;
    // Both end when the last process that writes to them has ended: Deno, and
    // the leader of the group.
    while (!(await reader.read()).done);
    await kernel.stderr.pipeTo(new WritableStream());
    assertEquals(dir.names(), []);
  }
});
