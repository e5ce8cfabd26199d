/** Memory that belongs to no process: what sockets hold. */
import { assertEquals, assertMatch } from "@std/assert";
import { runCells, sandboxTest } from "../course/sandbox/run_cells.ts";

const limits = { memoryBytes: 500 * 2 ** 20, cellMs: 40_000 };

/** Opens pairs of sockets and writes until no more goes in; nobody reads. */
const fill = (listen: string, connect: string, pairs: number) =>
  `const listener = Deno.listen(${listen});
const block = new Uint8Array(2 ** 16);
const kept = [];
for (let i = 0; i < ${pairs}; i++) {
  const [a, b] = await Promise.all([Deno.connect(${connect}), listener.accept()]);
  kept.push(a, b);
  for (const end of [a, b]) {
    (async () => { for (;;) await end.write(block); })().catch(() => {});
  }
  if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 100));
}
await new Promise((resolve) => setTimeout(resolve, 2000));
console.log(kept.length);`;

sandboxTest("what TCP connections hold is memory", async () => {
  const { end, message } = await runCells({
    tcp: fill(
      `{ hostname: "127.0.0.1", port: 5555 }`,
      `{ hostname: "127.0.0.1", port: 5555 }`,
      400,
    ),
  }, limits);
  assertEquals(end, "memory");
  assertMatch(message, /needed more than 500 MiB of memory/);
});

sandboxTest("what Unix sockets hold is memory", async () => {
  // Several processes, since each has a limit on its open files.
  const program = fill(
    `{ transport: "unix", path: "/tmp/s" + Deno.pid }`,
    `{ transport: "unix", path: "/tmp/s" + Deno.pid }`,
    480,
  );
  const { end } = await runCells({
    unix: `Deno.writeTextFileSync("/tmp/fill.js", ${JSON.stringify(program)});
const children = Array.from({ length: 4 }, () => new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", "--no-config", "/tmp/fill.js"], stdout: "null", stderr: "null" }).spawn());
await Promise.all(children.map(({ status }) => status));`,
  }, { ...limits, memoryBytes: 900 * 2 ** 20 });
  assertEquals(end, "memory");
});

sandboxTest("a few connections are no memory to speak of", async () => {
  const { end } = await runCells({
    few: fill(
      `{ hostname: "127.0.0.1", port: 5555 }`,
      `{ hostname: "127.0.0.1", port: 5555 }`,
      2,
    ),
  }, limits);
  assertEquals(end, "finished");
});
