import { assertEquals, assertMatch } from "@std/assert";
import { peakOfDriver } from "./processes.ts";
import { printed, printedJson, runCells, sandboxTest } from "./run_cells.ts";

const MIB = 2 ** 20;
const after = `console.log("still here")`;

sandboxTest(
  "an endless loop is interrupted, what was put out before it stays",
  async () => {
    const result = await runCells({
      before: `console.log("before")`,
      loop: `console.log("in the loop");
await new Promise((resolve) => setTimeout(resolve, 50));
for (;;);`,
      after,
    }, { cellMs: 1500 });
    assertEquals(result.end, "finished");
    assertEquals(result.cells.map(({ status }) => status), [
      "ok",
      "error",
      "ok",
    ]);
    const loop = result.cell("loop");
    assertEquals(loop.interrupted, true);
    assertEquals(loop.error, {
      name: "cell time",
      message: "Cell loop took more than 1.5 s and was interrupted.",
    });
    assertEquals(printed(loop), "in the loop\n");
  },
);

sandboxTest("what waits for timers is interrupted, too", async () => {
  const timers = {
    waits: "await new Promise((go) => setTimeout(go, 1e9));",
    ticks: "setInterval(() => {}, 10); await new Promise(() => {});",
    turns: "for (;;) await new Promise((go) => setTimeout(go, 5));",
    sleeps: `const { setTimeout } = await import("node:timers/promises");
await setTimeout(1e9);`,
  };
  const result = await runCells(
    { before: "globalThis.kept = 1;", ...timers, after: "console.log(kept);" },
    { cellMs: 1500 },
  );
  assertEquals(result.end, "finished");
  for (const name of Object.keys(timers)) {
    assertEquals(result.cell(name).interrupted, true, name);
  }
  assertEquals(printed(result.cell("after")), "1\n");
});

sandboxTest("what no interrupt ends, ends with its kernel", async () => {
  const result = await runCells({
    // Whatever hears the signal, it goes on.
    wait: `Deno.addSignalListener("SIGINT", () => console.log("heard"));
await new Promise((go) => { globalThis.go = go; setInterval(() => {}, 10); });`,
    after,
  }, { cellMs: 1500 });
  assertEquals(result.end, "cell time");
  assertEquals(result.message, "Cell wait took more than 1.5 s.");
  assertEquals(result.cell("after").status, "not reached");
  assertEquals(printed(result.cell("wait")), "heard\n");
});

sandboxTest("waiting for ever ends at the notebook's time", async () => {
  const { end, message, cell } = await runCells({
    wait: `await new Promise((resolve) => setTimeout(resolve, 1e9))`,
    after,
  }, { notebookMs: 6000 });
  assertEquals(end, "notebook time");
  assertEquals(message, "The notebook took more than 6 s.");
  assertEquals(cell("after").status, "not reached");
});

sandboxTest("a process ends at its processor time", async () => {
  const { end, message } = await runCells({ loop: "for (;;);" }, { cpuS: 2 });
  assertEquals(end, "kernel died");
  assertEquals(message, "The kernel took more than 2 s of processor time.");
});

for (
  const [name, bomb] of Object.entries({
    heap: `const all = []; for (;;) all.push({ all, text: "x" + all.length });`,
    buffers: `const all = []; for (;;) all.push(new Uint8Array(${
      16 * MIB
    }).fill(1));`,
    // tail keeps all of a line, and this one does not end.
    "other processes": `for (let i = 0; i < 3; i++) new Deno.Command("sh", {
      args: ["-c", "head -c 300000000 /dev/zero | tail | sleep 60"] }).spawn();
      await new Promise((resolve) => setTimeout(resolve, 60_000));`,
    files: `const block = new Uint8Array(${MIB});
      for (let i = 0; ; i++) Deno.writeFileSync("/tmp/" + i, block);`,
  })
) {
  sandboxTest(`memory is bounded: ${name}`, async () => {
    const limits = { memoryBytes: 600 * MIB, diskBytes: 2000 * MIB };
    const { end, message, cell } = await runCells({ bomb, after }, limits);
    assertEquals(end, "memory");
    assertEquals(message, "The notebook needed more than 600 MiB of memory.");
    assertEquals(cell("after").status, "not reached");
  });
}

sandboxTest(
  "files are bounded: one file, all files, how many are open",
  async () => {
    const { end, cell } = await runCells({
      one: `let size = 0, name;
try { for (;; size += ${MIB}) Deno.writeFileSync("/tmp/one", new Uint8Array(${MIB}), { append: true }); }
catch (error) { name = error.message; }
Deno.removeSync("/tmp/one");
console.log(JSON.stringify([size, name]));`,
      all: `let size = 0, name;
try { for (;; size += ${MIB}) Deno.writeFileSync("/tmp/" + size, new Uint8Array(${MIB})); }
catch (error) { name = error.message; }
console.log(JSON.stringify([size, name]));`,
      // Closed at once: a kernel that needs a file itself ends without one.
      open: `const files = []; let name;
try { for (;;) files.push(Deno.openSync("/proc/self/stat")); }
catch (error) { name = error.message; }
for (const file of files) file.close();
console.log(JSON.stringify([files.length < 200, name]));`,
      after,
    }, { fileBytes: 8 * MIB, diskBytes: 20 * MIB, openFiles: 200 });
    assertEquals(end, "finished");
    const [fileSize, tooLarge] = printedJson(cell("one"));
    assertEquals(fileSize, 8 * MIB);
    assertMatch(tooLarge, /File too large/);
    const [diskSize, full] = printedJson(cell("all"));
    assertEquals(diskSize > 10 * MIB && diskSize <= 20 * MIB, true);
    assertMatch(full, /No space left on device/);
    const [isBounded, tooMany] = printedJson(cell("open"));
    assertEquals(isBounded, true);
    assertMatch(tooMany, /Too many open files/);
  },
);

sandboxTest("a fork storm stops at the number of processes", async () => {
  const { end, cell } = await runCells({
    storm: `let count = 0, name;
try { for (; count < 1000; count++) new Deno.Command("sleep", { args: ["1000"] }).spawn(); }
catch (error) { name = error.message; }
console.log(JSON.stringify([count, name]));`,
    bomb: `await new Deno.Command("sh", { args: ["-c",
      "b() { b | b & }; b; sleep 1; true"], stderr: "null" }).output();`,
  }, { processes: 120, cellMs: 20_000 });
  const [count, name] = printedJson(cell("storm"));
  assertEquals(count > 10 && count < 120, true);
  assertMatch(name, /Resource temporarily unavailable/);
  assertMatch(end, /finished|kernel died|cell time/);
});

sandboxTest(
  "output is bounded: many lines, one that is huge, many messages",
  async () => {
    // Time enough on a busy machine: it is output that ends these cells.
    const limits = { outputBytes: MIB, messages: 100, cellMs: 120_000 };
    const lines = await runCells({
      lines: `for (let i = 0; i < 1e7; i++) console.log("line", i);`,
      after,
    }, { ...limits, totalOutputBytes: 4 * MIB });
    assertMatch(lines.end, /output|memory/);
    assertEquals(lines.cell("after").status, "not reached");

    const huge = await runCells({
      huge: `console.log("x".repeat(${8 * MIB}))`,
      after,
    }, limits);
    assertEquals(huge.end, "output");
    assertEquals(huge.cell("after").status, "not reached");

    const many = await runCells({
      // Whatever a slow start made the driver ask is answered before the next.
      first: "1",
      many: `for (let i = 0; i < 2000; i++) await Deno.jupyter.broadcast(
      "stream", { name: "stdout", text: "x" });`,
      after,
    }, limits);
    assertEquals(many.end, "finished");
    const { status, outputs } = many.cell("many");
    assertEquals([status, many.cell("after").status], ["ok", "ok"]);
    // The kernel's own messages count, too.
    assertMatch(printed(many.cell("many")), /^x{90,100}$/);
    assertEquals(outputs.at(-1), {
      output_type: "error",
      ename: "Output cut",
      evalue: "The cell put out more than 100 messages.",
      traceback: [],
    });
  },
);

sandboxTest("the driver does not grow with a flood", async () => {
  const peak = await peakOfDriver(async () => {
    const { end } = await runCells({
      flood: `const text = "x".repeat(${MIB});
for (let i = 0; i < 1000; i++) {
  await Deno.jupyter.broadcast("stream", { name: "stdout", text });
}`,
    });
    assertEquals(end, "output");
  });
  assertEquals(peak > 10 * MIB && peak < 300 * MIB, true, `${peak} bytes`);
});

sandboxTest("output is bounded over all cells", async () => {
  const cell = `console.log("x".repeat(${MIB}))`;
  const { end, message } = await runCells(
    { one: cell, two: cell, three: cell },
    { outputBytes: 2 * MIB, totalOutputBytes: 2.5 * MIB },
  );
  assertEquals(end, "output");
  assertEquals(message, "The notebook put out more than 2 MiB altogether.");
});
