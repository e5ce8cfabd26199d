import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT, venvProgram } from "../../scripts/shared/paths.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

// Starts what a kernel starts, says so, and waits to be killed.
const KERNEL = `
import sys, time
sys.path.insert(0, ${JSON.stringify(join(ROOT, "scripts", "kernel"))})
from processes import Processes
with Processes() as processes:
    processes.start_deno_kernel()
    print("started", flush=True)
    time.sleep(600)
`;

Deno.test({
  name: "a kernel that is killed leaves no file with its key behind",
  ignore: Deno.build.os === "windows", // there is no process group
  async fn() {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      await using dir = await temporaryFolder();
      const left = () =>
        dir.names().filter((name) => name.startsWith("mle-kernel-")).length;
      const kernel = new Deno.Command(venvProgram("python"), {
        args: ["-c", KERNEL],
        env: { TMPDIR: dir.path },
        stdout: "piped",
      }).spawn();
      const reader = kernel.stdout.getReader();
      await reader.read(); // it has started
      assertEquals(left(), 1);
      kernel.kill(signal);
      await kernel.status;
      // Ends when the last process of the group has ended.
      while (!(await reader.read()).done);
      assertEquals([signal, left()], [signal, 0]);
    }
  },
});
