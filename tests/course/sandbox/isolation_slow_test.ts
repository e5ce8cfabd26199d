import { assertEquals, assertMatch } from "@std/assert";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { printedJson, runCells, sandboxTest } from "./run_cells.ts";

/** A cell that tries each of some things and prints how each went. */
function tries(attempts: Record<string, string>): string {
  const entries = Object.entries(attempts).map(([name, code]) =>
    `${JSON.stringify(name)}: async () => { ${code} }`
  );
  return `const went = {};
for (const [name, attempt] of Object.entries({ ${entries.join(",\n")} })) {
  try { went[name] = (await attempt()) ?? "done"; }
  catch (error) { went[name] = error.name; }
}
console.log(JSON.stringify(went));`;
}

const reads = (path: string) =>
  `return Deno.readTextFileSync(${JSON.stringify(path)}).length + " read"`;
const writes = (path: string) =>
  `Deno.writeTextFileSync(${JSON.stringify(path)}, "x")`;

const LIBC = `Deno.dlopen("libc.so.6", {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  unshare: { parameters: ["i32"], result: "i32" },
  setuid: { parameters: ["u32"], result: "i32" },
  sched_setaffinity: { parameters: ["i32", "usize", "buffer"], result: "i32" },
  mount: { parameters: ["buffer", "buffer", "buffer", "u64", "pointer"], result: "i32" },
  memfd_create: { parameters: ["buffer", "u32"], result: "i32" },
}).symbols`;

sandboxTest(
  "a notebook sees nothing of the machine and changes nothing",
  async () => {
    const others = await Deno.makeTempDir({ prefix: "mle-submissions-" });
    await Deno.chmod(others, 0o755);
    await Deno.writeTextFile(`${others}/ada.ipynb`, "the work of another");
    await Deno.writeTextFile(`${others}/gradebook.db`, "marks");
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const port = (listener.addr as Deno.NetAddr).port;
    try {
      const { end, cell } = await runCells({
        reading: tries({
          passwd: reads("/etc/passwd"),
          hostname: reads("/etc/hostname"),
          tests: reads(`${ROOT}/tests/course/sandbox/run_cells.ts`),
          notebook: reads(`${ROOT}/notebooks/exercise_2_cnn_classifier.ipynb`),
          "another's work": reads(`${others}/ada.ipynb`),
          gradebook: reads(`${others}/gradebook.db`),
          "by way of a link": `Deno.symlinkSync("${others}", "/tmp/link");
          ${reads("/tmp/link/gradebook.db")}`,
          "by way of a process": reads(`/proc/1/root${others}/gradebook.db`),
        }),
        root: `console.log(JSON.stringify(
        [...Deno.readDirSync("/")].map(({ name }) => name)
          .filter((name) => !/^(bin|lib\\w*|usr|etc|dev|proc|tmp|mle)$/.test(name))
          .concat([...Deno.readDirSync("/etc")].map(({ name }) => name))))`,
        writing: tries({
          root: writes("/x"),
          usr: writes("/usr/x"),
          project: writes("/mle/project/lib/nn/mod.ts"),
          "node_modules": writes("/mle/project/node_modules/x"),
          "Deno's cache": writes("/mle/deno/x"),
          data: writes("/mle/data/x"),
          dev: writes("/dev/x"),
          proc: writes("/proc/sys/kernel/hostname"),
          "its connection file": writes("/mle/connection.json"),
          "its connection file, removed":
            `Deno.removeSync("/mle/connection.json")`,
          "its own folder": writes("/tmp/x"),
          build: `Deno.mkdirSync("build/checkpoints"); ${
            writes("build/checkpoints/x")
          }`,
        }),
        network: tries({
          interfaces: `return Deno.readTextFileSync("/proc/net/dev")
          .match(/\\S+(?=:)/g).join()`,
          "the host's loopback": `await Deno.connect(
          { hostname: "127.0.0.1", port: ${port} })`,
        }),
        processes: `const found = [];
for (const { name } of Deno.readDirSync("/proc")) {
  if (/^\\d+$/.test(name)) {
    found.push(Deno.readTextFileSync("/proc/" + name + "/cmdline")
      .split("\\0")[0].split("/").at(-1));
  }
}
console.log(JSON.stringify(found.sort()));`,
        // Process 1 is the sandbox's own and holds nothing of the outside.
        "process 1": `Deno.kill(1, "SIGKILL");
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(JSON.stringify(Deno.readTextFileSync("/proc/1/environ")));`,
        rights: `const status = Deno.readTextFileSync("/proc/self/status");
console.log(JSON.stringify(Object.fromEntries(
  ["CapEff", "CapPrm", "CapBnd", "NoNewPrivs", "Seccomp"].map((name) =>
    [name, parseInt(status.match(new RegExp(name + ":\\\\s*(\\\\S+)"))[1], 16)]))))`,
        calls: `const libc = ${LIBC};
const text = (t) => new TextEncoder().encode(t + "\\0");
const [vsock, packet, newUser] = [40, 17, 0x10000000];
console.log(JSON.stringify({
  vsock: libc.socket(vsock, 1, 0), packet: libc.socket(packet, 2, 0),
  raw: libc.socket(2, 3, 1), "user namespace": libc.unshare(newUser),
  root: libc.setuid(0), "other processors":
    libc.sched_setaffinity(0, 8n, new Uint8Array(8).fill(255)), memory: libc.memfd_create(text("x"), 0),
  mount: libc.mount(text("x"), text("/tmp"), text("tmpfs"), 0n, null),
}))`,
        environment:
          `console.log(JSON.stringify(Object.keys(Deno.env.toObject())))`,
      });
      assertEquals(end, "finished");
      assertEquals(
        new Set(Object.values(printedJson(cell("reading")))),
        new Set(["NotFound"]),
      );
      assertEquals(printedJson(cell("root")), ["ld.so.cache"]);
      const { build, "its own folder": own, ...elsewhere } = printedJson(
        cell("writing"),
      );
      assertEquals([build, own], ["done", "done"]);
      for (const [place, how] of Object.entries(elsewhere)) {
        assertMatch(
          `${place}: ${how}`,
          /: (ReadOnlyFilesystem|PermissionDenied|NotCapable|Error|NotFound)$/,
        );
      }
      assertEquals(printedJson(cell("network")), {
        interfaces: "lo",
        "the host's loopback": "ConnectionRefused",
      });
      assertEquals(printedJson(cell("processes")), ["bwrap", "deno"]);
      assertMatch(printedJson(cell("process 1")), /^(PATH|PWD)=[/\w:]*\0$/);
      assertEquals(printedJson(cell("rights")), {
        CapEff: 0,
        CapPrm: 0,
        CapBnd: 0,
        NoNewPrivs: 1,
        Seccomp: 2,
      });
      for (const result of Object.values(printedJson(cell("calls")))) {
        assertEquals(result, -1);
      }
      for (const name of printedJson(cell("environment"))) {
        assertMatch(
          name,
          /^(HOME|TMPDIR|PATH|PWD|LANG|LD_LIBRARY_PATH|MLE_DATA|DENO_\w+|NO_COLOR|TF_\w+)$/,
        );
      }
      assertEquals(
        Array.from(Deno.readDirSync(others), ({ name }) => name).sort(),
        ["ada.ipynb", "gradebook.db"],
      );
    } finally {
      listener.close();
      await Deno.remove(others, { recursive: true });
    }
  },
);

sandboxTest("a notebook leaves nothing to the next", async () => {
  const leave = `Deno.writeTextFileSync("/tmp/left", "x");
Deno.mkdirSync("build/checkpoints", { recursive: true });
Deno.writeTextFileSync("build/checkpoints/left", "x");`;
  const { end } = await runCells({ leave });
  assertEquals(end, "finished");
  const { cell } = await runCells({
    look: `console.log(JSON.stringify(
      [...Deno.readDirSync("/tmp"), ...Deno.readDirSync("build")]
        .map(({ name }) => name)))`,
  });
  assertEquals(printedJson(cell("look")), ["build"]);
});
