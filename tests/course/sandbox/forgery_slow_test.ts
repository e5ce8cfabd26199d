import { assertEquals, assertMatch } from "@std/assert";
import { printed, printedJson, runCells, sandboxTest } from "./run_cells.ts";
import { ZMTP } from "./zmtp.ts";

const pause = (ms: number) =>
  `await new Promise((resolve) => setTimeout(resolve, ${ms}));`;

sandboxTest(
  "what patches the language or the kernel's own object harms itself alone",
  async () => {
    const { end, cells } = await runCells({
      patch: `JSON.stringify = () => "forged"; JSON.parse = () => ({});
Object.keys = Object.entries = () => []; Object.prototype.status = "ok";
Array.prototype.map = function () { return this; };
Promise.prototype.then = undefined;
console.log = () => {}; globalThis.console = undefined;`,
      jupyter: `Object.defineProperty(Deno, "jupyter", { value: {
      broadcast() {}, display() {} } });`,
      throwing: `throw { name: 7, message: { toString() { for (;;); } } }`,
    }, { cellMs: 4000, notebookMs: 20_000 });
    assertMatch(end, /finished|cell time|kernel died/);
    assertEquals(cells.length, 3);
  },
);

sandboxTest(
  "forged messages end up with the cell that sends them, or nowhere",
  async () => {
    const { end, cell } = await runCells({
      idle:
        `await Deno.jupyter.broadcast("status", { execution_state: "idle" });
${pause(100)} console.log("after the forged end"); ${pause(300)}`,
      kinds: `for (const [kind, content] of [
  ["execute_reply", { status: "ok" }], ["status", { execution_state: "dead" }],
  ["shutdown_reply", { restart: false }], ["no such kind", {}],
  ["stream", null], ["stream", { name: "stdout" }], ["stream", { text: 7 }],
  ["display_data", { data: [1] }], ["display_data", { data: { "text/html": 1 } }],
  ["execute_result", { data: { "text/plain": "forged" }, execution_count: "9" }],
  ["error", { ename: 7, traceback: "no list" }],
  ["update_display_data", { data: {}, transient: { display_id: [] } }],
  ["clear_output", { wait: "yes" }], ["comm_open", {}], ["input_request", {}],
]) await Deno.jupyter.broadcast(kind, content);
await Deno.jupyter.broadcast("status", { execution_state: "busy" });`,
      asking: `console.log(JSON.stringify(prompt("name?")));`,
      honest: `console.log("honest")`,
    }, { cellMs: 20_000 });
    assertEquals(end, "finished");
    assertMatch(
      printed({
        ...cell("idle"),
        outputs: [...cell("idle").outputs, ...cell("idle").late],
      }),
      /after the forged end/,
    );
    assertEquals(printed(cell("honest")), "honest\n");
    assertEquals(cell("honest").outputs.length, 1);
    assertEquals(cell("honest").status, "ok");
  },
);

sandboxTest("what comes after a cell's end is told apart", async () => {
  const { end, cell } = await runCells({
    timer: `const first = Deno.jupyter;
setTimeout(() => console.log("from the timer"), 300); 1;`,
    "a while": pause(800),
    last: `setTimeout(() => console.log("after all"), 20); 2`,
  });
  assertEquals(end, "finished");
  assertEquals(printed(cell("timer")), "");
  const all = ["timer", "a while", "last"].flatMap((
    id,
  ) => [...cell(id).outputs, ...cell(id).late]);
  const text = printed({ ...cell("last"), outputs: all });
  assertMatch(text, /from the timer/);
});

sandboxTest("outputs that are no good are refused one by one", async () => {
  const { end, cell } = await runCells({
    deep: `let value = 1; for (let i = 0; i < 110; i++) value = [value];
await Deno.jupyter.broadcast("display_data",
  { data: { "application/json": value }, metadata: {} });`,
    "a little deep":
      `let value = 1; for (let i = 0; i < 90; i++) value = [value];
await Deno.jupyter.broadcast("display_data",
  { data: { "application/json": value }, metadata: {} });`,
    // The kernel itself refuses this.
    "very deep": `let value = 1; for (let i = 0; i < 5000; i++) value = [value];
await Deno.jupyter.broadcast("display_data",
  { data: { "application/json": value }, metadata: {} });`,
    many: `await Deno.jupyter.broadcast("display_data", { data: {
  "application/json": new Array(600_000).fill([]) }, metadata: {} });`,
    surrogate: `await Deno.jupyter.broadcast("stream",
  { name: "stdout", text: "a\\ud800b" });`,
    zero: `console.log("a\\0b\\x1b[31m")`,
    key: `await Deno.jupyter.broadcast("display_data",
  { data: { ["text/" + "x".repeat(3e6)]: "a" }, metadata: {} });`,
    numbers: `await Deno.jupyter.broadcast("display_data", { data: {
  "application/json": [1e308 * 10, NaN, 2 ** 60, -0] }, metadata: {} });`,
    prototype: `await Deno.jupyter.broadcast("display_data", {
  data: JSON.parse('{"__proto__":"x","application/json":{"__proto__":{"a":1}}}'),
  metadata: {} });`,
    after: `console.log("still here")`,
  });
  assertEquals(end, "finished");
  for (const id of ["deep", "many", "key", "prototype"]) {
    const { outputs, status } = cell(id);
    assertEquals(status, "ok");
    assertEquals(outputs.length, 1);
    assertMatch(JSON.stringify(outputs[0]), /"ename":"Refused output"/);
  }
  assertEquals(cell("a little deep").outputs[0].output_type, "display_data");
  assertEquals(cell("very deep").status, "error");
  assertMatch(printed(cell("surrogate")), /^a\ufffd*b$/);
  assertEquals(printed(cell("after")), "still here\n");
  assertEquals(({} as { a?: number }).a, undefined);
});

sandboxTest(
  "a second client in the sandbox runs code, and is not believed",
  async () => {
    const { end, cell } = await runCells({
      client: `${ZMTP}
const client = await connect("shell_port");
await client.request("execute_request", { code: 'console.log("by the client")',
  silent: false, store_history: false, user_expressions: {}, allow_stdin: false });
await client.request("no_such_request", {});
console.log(JSON.stringify("sent"));`,
      after: `${pause(300)} console.log("still here")`,
      // What is no message at all may be the end of the kernel.
      garbage: `await client.send(new Uint8Array(70_000).fill(255)); ${
        pause(300)
      }`,
    }, { cellMs: 20_000 });
    assertMatch(end, /finished|kernel died/);
    assertEquals(printedJson(cell("client")), "sent");
    assertMatch(printed(cell("after")), /still here\n/);
  },
);

sandboxTest("a request to shut down ends the run and no more", async () => {
  const { end, cells } = await runCells({
    client: `${ZMTP}
const client = await connect("control_port");
await client.request("shutdown_request", { restart: false });
${pause(5000)}`,
    after: "1",
  });
  assertMatch(end, /kernel died|output/); // its connections end first
  assertEquals(cells[1].status, "not reached");
});

sandboxTest(
  "bytes written into the driver's own connections do not harm it",
  async () => {
    for (
      const bytes of [
        "new Uint8Array(3000).fill(7)", // no frame of any kind
        // Frames of one message that never ends: "more to come", 255 bytes long.
        "new Uint8Array(65536).map((_, i) => [1, 255][i % 257] ?? 120)",
      ]
    ) {
      const { end, cell } = await runCells({
        write: `const { write } = Deno.dlopen("libc.so.6", {
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" } }).symbols;
const sockets = [...Deno.readDirSync("/proc/self/fd")].map(({ name }) => name)
  .filter((name) => { try {
    return Deno.readLinkSync("/proc/self/fd/" + name).startsWith("socket:");
  } catch { return false; } });
const bytes = ${bytes};
for (let i = 0; i < 3000; i++) {
  for (const socket of sockets) write(Number(socket), bytes, BigInt(bytes.length));
}
for (;;) ${pause(100)}`,
        after: "1",
      }, { cellMs: 8000 });
      assertMatch(end, /output|cell time|kernel died|failed/);
      assertEquals(cell("after").status, "not reached");
    }
  },
);

sandboxTest(
  "an ending that the notebook chooses is the kernel's end",
  async () => {
    for (
      const [source, how] of [
        ["Deno.exit(0)", /exit code 0/],
        ["Deno.exit(7)", /exit code 7/],
        [`Deno.kill(Deno.pid, "SIGKILL"); ${pause(2000)}`, /signal 9/],
        [
          `new Deno.Command("sh", { args: ["-c", "kill -9 -1"] }).outputSync()`,
          /signal 9/,
        ],
        [
          `Deno.dlopen("libc.so.6", { abort: { parameters: [], result: "void" } })
        .symbols.abort()`,
          /signal 6/,
        ],
      ] as const
    ) {
      const { end, message, cells } = await runCells({
        before: `console.log("before")`,
        end: `console.log("now"); ${pause(100)} ${source}`,
        after: "1",
      });
      assertEquals(end, "kernel died");
      assertMatch(message, how);
      assertEquals(cells.map(({ status }) => status), [
        "ok",
        "error",
        "not reached",
      ]);
      assertEquals(printed(cells[1]), "now\n");
    }
  },
);

sandboxTest(
  "a promise that nobody handles is the notebook's affair",
  async () => {
    const { end, cell } = await runCells({
      rejection: `Promise.reject(new Error("unhandled")); 1`,
      later: `setTimeout(() => { throw new Error("in a timer"); }, 10); 2`,
      after: `${pause(100)} console.log("still here")`,
    }, { cellMs: 8000 });
    assertMatch(end, /finished|kernel died/);
    if (end === "finished") assertMatch(printed(cell("after")), /still here/);
    else assertEquals(cell("after").status !== "ok", true);
  },
);
