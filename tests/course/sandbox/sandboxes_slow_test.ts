import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import {
  type CellToRun,
  Sandboxes,
  type SandboxResult,
} from "../../../scripts/course/sandbox/mod.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import {
  assertAllEnd,
  descendants,
  type Process,
  programOf,
} from "./processes.ts";
import { printed, sandboxTest } from "./run_cells.ts";

const settings = { workspace: ROOT };

function cells(source: string) {
  return [{ id: "cell", source }];
}

function sleep(seconds: number): string {
  return `await new Promise((resolve) => setTimeout(resolve, ${seconds}e3))`;
}

/** Runs cells in a sandbox of their own. */
async function runIn(
  sandboxes: Sandboxes,
  cells: readonly CellToRun[],
): Promise<SandboxResult> {
  await using session = await sandboxes.open();
  return await session.run(cells);
}

/** Waits until so many kernels run below a process; returns all that runs there. */
async function whenKernelsRun(pid: number, count: number): Promise<Process[]> {
  for (let tries = 0;; tries++) {
    const found = descendants(pid);
    const kernels = found.filter(({ pid }) => programOf(pid) === "deno");
    if (kernels.length === count) return found;
    assert(tries < 300, `there are ${kernels.length} kernels`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

sandboxTest(
  "the next kernel starts ahead, and knows nothing of the one before",
  async () => {
    const traces = `const home = Deno.env.get("HOME");
const files = [...Deno.readDirSync(home)].map(({ name }) => name);
console.log(typeof globalThis.left, files.join());
globalThis.left = 1;
Deno.writeTextFileSync(home + "/left", "");
`;
    await using sandboxes = new Sandboxes(settings, 2);
    const first = runIn(sandboxes, cells(traces + sleep(3)));
    const seen = await whenKernelsRun(Deno.pid, 2);
    for (const result of [await first, await runIn(sandboxes, cells(traces))]) {
      assertEquals(result.cells[0].error, undefined);
      assertEquals(printed(result.cells[0]), "undefined build\n");
    }
    await assertAllEnd(seen);
    assertEquals(descendants(Deno.pid), []);
  },
);

sandboxTest(
  "what a kernel waits for its notebook is not the notebook's time",
  async () => {
    const limits = { notebookMs: 5000 };
    await using sandboxes = new Sandboxes({ ...settings, limits }, 2);
    for (let i = 0; i < 2; i++) {
      const { end } = await runIn(sandboxes, cells(sleep(3)));
      assertEquals(end, "finished");
    }
  },
);

sandboxTest("kernels that are not needed after all end", async () => {
  let seen: Process[];
  {
    await using sandboxes = new Sandboxes(settings, 3);
    const { end } = await runIn(sandboxes, cells(sleep(2)));
    assertEquals(end, "finished");
    seen = await whenKernelsRun(Deno.pid, 1);
  }
  await assertAllEnd(seen);
});

sandboxTest("Stop ends kernels that wait", async () => {
  const stop = new AbortController();
  await using sandboxes = new Sandboxes(
    { ...settings, signal: stop.signal },
    2,
  );
  const running = runIn(sandboxes, cells("for (;;);"));
  const seen = await whenKernelsRun(Deno.pid, 2);
  stop.abort();
  assertEquals((await running).end, "stopped");
  await assertAllEnd(seen);
  assertEquals((await runIn(sandboxes, cells("1"))).end, "stopped");
});

sandboxTest("when the grader is killed, no kernel waits on", async () => {
  const module = join(ROOT, "scripts", "course", "sandbox", "mod.ts");
  const script = `import { Sandboxes } from ${JSON.stringify(module)};
const sandboxes = new Sandboxes(${JSON.stringify(settings)}, 2);
const session = await sandboxes.open();
await session.run(${JSON.stringify(cells("for (;;);"))});`;
  const grader = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", "--ext=ts", script],
    cwd: ROOT,
  }).spawn();
  const seen = await whenKernelsRun(grader.pid, 2);
  grader.kill("SIGKILL");
  await assertAllEnd(seen);
  await grader.status;
});

sandboxTest(
  "cells may come in several lists; what came before is over",
  async () => {
    await using sandboxes = new Sandboxes(settings, 1);
    await using session = await sandboxes.open();
    const first = await session.run(cells(
      `globalThis.kept = 6;
     setTimeout(() => console.log("too late"), 1500);`,
    ));
    const second = await session.run([
      {
        id: "second",
        source: `${sleep(2)}; console.log(globalThis.kept * 7);`,
      },
    ]);
    assertEquals([first.end, second.end], ["finished", "finished"]);
    assertEquals(first.cells[0].late, []);
    assertEquals(printed(second.cells[0]).replace("too late\n", ""), "42\n");
    const dead = await session.run(cells("Deno.exit();"));
    assertEquals(dead.end, "kernel died");
    const after = await session.run(cells("1"));
    assertEquals([after.end, after.cells[0].status], [
      "kernel died",
      "not reached",
    ]);
  },
);
