import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../../../scripts/shared/paths.ts";
import {
  assertAllEnd,
  descendants,
  type Process,
  programOf,
} from "./processes.ts";
import { runCells, sandboxTest } from "./run_cells.ts";

// Children that have left their parent, its session and its group.
const CHILDREN = `for (let i = 0; i < 3; i++) new Deno.Command("sh", {
  args: ["-c", "setsid sh -c 'trap \\"\\" TERM INT HUP; sleep 1000 & sleep 1000' &"],
  stdout: "null", stderr: "null" }).outputSync();
console.log("started");`;

/** Waits until a sandbox's processes are all there, and returns them. */
async function runningBelow(pid: number, count = 6): Promise<Process[]> {
  for (let tries = 0;; tries++) {
    const found = descendants(pid);
    const sleeping = found.filter(({ pid }) => programOf(pid) === "sleep");
    if (sleeping.length >= count) return found;
    if (tries > 300) throw new Error("the notebook does not get on");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

sandboxTest(
  "children that outlive their parents end with the notebook",
  async () => {
    let seen: Process[] = [];
    const watching = runningBelow(Deno.pid).then((found) => seen = found);
    const { end } = await runCells({
      children: CHILDREN,
      wait: `await new Promise((resolve) => setTimeout(resolve, 3000))`,
    });
    await watching;
    assertEquals(end, "finished");
    assertEquals(seen.length > 8, true);
    await assertAllEnd(seen);
  },
);

sandboxTest(
  "Stop ends a notebook at once, with all that it has started",
  async () => {
    const stop = new AbortController();
    const loop =
      `new Deno.Command("sleep", { args: ["1000"] }).spawn(); for (;;);`;
    const { signal } = stop;
    const running = runCells(
      { children: CHILDREN, loop, after: "1" },
      {},
      { signal },
    );
    const seen = await runningBelow(Deno.pid, 7);
    stop.abort();
    const { end, message, cells } = await running;
    assertEquals([end, message], ["stopped", "The run was stopped."]);
    assertEquals(cells[0].status, "ok");
    assertEquals(cells[2].status, "not reached");
    await assertAllEnd(seen);
    assertEquals(controlGroups(), []);
  },
);

sandboxTest("a run that is stopped before it starts does nothing", async () => {
  const { end, cells } = await runCells({ one: "1" }, {}, {
    signal: AbortSignal.abort(),
  });
  assertEquals(end, "stopped");
  assertEquals(cells[0].status, "not reached");
});

for (const victim of ["the grader", "the driver", "the sandbox"]) {
  sandboxTest(`when ${victim} is killed, no process is left`, async () => {
    const script = `import { runCells } from "${
      join(ROOT, "tests", "course", "sandbox", "run_cells.ts")
    }";
const { end, cells } = await runCells(
  { children: ${JSON.stringify(CHILDREN)}, loop: "for (;;);" });
console.log(end, cells.map(({ status }) => status).join());`;
    const grader = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--ext=ts", "-"],
      cwd: ROOT,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = grader.stdin.getWriter();
    await writer.write(new TextEncoder().encode(script));
    await writer.close();
    const output = new Response(grader.stdout).text();
    const seen = await runningBelow(grader.pid);
    const driver = seen.find(({ pid }) => programOf(pid).startsWith("python"))!;
    const pid = {
      "the grader": grader.pid,
      "the driver": driver.pid,
      "the sandbox": seen[0].pid,
    }[victim]!;
    Deno.kill(pid, "SIGKILL");
    await assertAllEnd(seen);
    await grader.status;
    if (victim !== "the grader") {
      assertMatch(await output, /^failed (ok|not reached),not reached\n$/);
    } else await output;
  });
}

/** Control groups of this process's own runs. */
function controlGroups(): string[] {
  const found: string[] = [];
  for (const parent of ["", "memory", "pids"]) {
    try {
      for (const { name } of Deno.readDirSync(`/sys/fs/cgroup/${parent}`)) {
        if (name.startsWith(`mle-sandbox-${Deno.pid}-`)) found.push(name);
      }
    } catch {
      // Not this version of control groups.
    }
  }
  return found;
}
