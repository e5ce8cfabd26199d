/** What a submission can gain by other means than an answer: nothing. */
import { assertEquals } from "@std/assert";
import { assemble } from "../../scripts/course/grade/assemble.ts";
import { ourCourse } from "../../scripts/course/grade/course.ts";
import { expectedValues } from "../../scripts/course/grade/expected.ts";
import { mark } from "../../scripts/course/grade/mark.ts";
import { runNotebook } from "../../scripts/course/grade/run_notebook.ts";
import { shownCells } from "../../scripts/course/grade/shown.ts";
import { Sandboxes, type Session } from "../../scripts/course/sandbox/mod.ts";
import { notebook } from "../course/grade/grade_cells.ts";
import { inKernel, kernelCourse } from "../course/grade/kernel_course.ts";
import { RIGHT, submission } from "../course/grade/notebooks.ts";
import { sandboxTest } from "../course/sandbox/run_cells.ts";
import { shareOf } from "../share.ts";

const MIME = "application/vnd.mle.values+json";

/** What stands in the answer to "cube", which is never right; x ** 3 was asked for. */
const ATTACKS: Record<string, string> = {
  "equality patched": `Object.is = () => true; globalThis.cube = () => 0;`,
  "JSON patched":
    `JSON.stringify = () => '{"nonce":"","values":{"cube":{"value":1}}}'; globalThis.cube = () => 0;`,
  "numbers that say otherwise":
    `Number.prototype.toJSON = () => 1e300; globalThis.cube = () => 0;`,
  "objects that say otherwise":
    `Object.prototype.toJSON = () => 1; globalThis.cube = () => 0;`,
  "a value on the prototype":
    `Object.prototype.value = 8; globalThis.cube = () => { throw undefined; };`,
  "entries patched":
    `Object.entries = () => [["cube", () => 8]]; globalThis.cube = () => 0;`,
  "not a number": `globalThis.cube = () => NaN;`,
  "infinity": `globalThis.cube = () => Infinity;`,
  "null": `globalThis.cube = () => null;`,
  "an empty list": `globalThis.cube = () => [];`,
  "a list of all answers":
    `globalThis.cube = () => Array.from({ length: 100 }, (_, i) => i ** 3);`,
  "a text of the number's kind": `globalThis.cube = (x) => String(x * x * x);`,
  "a very large number": `globalThis.cube = () => 1e308;`,
  "a big integer": `globalThis.cube = (x) => BigInt(x) ** 3n;`,
  "an object with many names":
    `globalThis.cube = () => new Proxy({}, { get: () => 8, has: () => true });`,
  "a function": `globalThis.cube = () => () => 8;`,
  "an error whose text is hostile":
    `globalThis.cube = () => { throw { toString() { throw new Error("x"); } }; };`,
  "a promise that never ends": `globalThis.cube = () => new Promise(() => {});`,
  "values nested deeply":
    `globalThis.cube = () => { let a = []; for (let i = 0; i < 1e4; i++) a = [a]; return a; };`,
  "a circle": `globalThis.cube = () => { const a = {}; a.a = a; return a; };`,
  "two displays":
    `globalThis.cube = () => { const { nonce } = globalThis.mleTicket ?? {};
     Deno.jupyter.broadcast("display_data", { data: { "${MIME}": { nonce, values: { cube: { value: 1 } } } },
       metadata: {}, transient: {} }); return 0; };`,
  "its output cleared":
    `globalThis.cube = async () => { await Deno.jupyter.broadcast("clear_output", { wait: false }); return 0; };`,
  "its output silenced":
    `globalThis.cube = () => { Deno.jupyter.broadcast = async () => {}; return 0; };`,
  "the self-check rewritten": `globalThis.cube = (x) => x === 2 ? 8 : 0;`,
  "exit with success": `globalThis.cube = () => Deno.exit(0);`,
  "its ticket kept":
    `Object.defineProperty(globalThis, "mleTicket", { configurable: true,
      set(ticket) { globalThis.caught = ticket; }, get() { return globalThis.caught; } });
    globalThis.cube = () => { console.log(JSON.stringify(globalThis.caught)); return 0; };`,
  "the tests' source printed":
    `globalThis.cube = () => { console.log(String(new Error().stack)); return 0; };`,
  "its inputs printed":
    `globalThis.cube = (x) => { console.log("input", x, btoa(String(x))); return 0; };`,
  "its inputs in the error":
    `globalThis.cube = (x) => { throw new Error("input " + x); };`,
  "its inputs shown later": `globalThis.cube = (x) => {
      setTimeout(() => console.log("input", x), 20); return 0; };`,
  "its inputs in a display of an earlier cell":
    `const shown = crypto.randomUUID();
    await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "here" }, metadata: {}, transient: { display_id: shown } });
    globalThis.cube = async (x) => { await Deno.jupyter.broadcast("update_display_data",
      { data: { "text/plain": "input " + x }, metadata: {}, transient: { display_id: shown } }); return 0; };`,
  "its inputs as the kernel's last words": `globalThis.cube = (x) => {
      Deno.stderr.writeSync(new TextEncoder().encode("input " + x)); Deno.exit(9); };`,
  "the grader's own code, before it is there": `
    try { await import("mle/grading/mod.ts"); console.log("input of the library"); } catch { /* not yet */ }
    try { console.log("input", [...Deno.readDirSync("lib/grading")]); } catch { /* not yet */ }
    globalThis.cube = () => 0;`,
  "the grader's own code, put there": `
    try { Deno.mkdirSync("lib/grading"); Deno.writeTextFileSync("lib/grading/mod.ts",
      "export const handOut = () => {}; console.log('input')"); } catch { /* read-only */ }
    globalThis.cube = () => 0;`,
  "the grader's own code, called once more": `let caught;
    Object.defineProperty(globalThis, "mleTicket", { configurable: true, set(ticket) { caught = ticket; }, get() { return caught; } });
    globalThis.cube = async () => {
      const { computeValues, handOut } = await import("mle/grading/mod.ts");
      Object.defineProperty(globalThis, "mleTicket", { configurable: true, writable: true, value: caught });
      const own = await computeValues((seed) => ({ cube: () => seed }));
      await handOut(() => ({ cube: () => 8 }));
      return own.values.cube.value; };`,
  "the grader's own code, with other texts for values": `
    globalThis.cube = async () => {
      const { toJsonValue } = await import("mle/grading/mod.ts");
      return toJsonValue({ __proto__: null, toJSON: 8 }); };`,
  "its inputs as a time": `globalThis.cube = async (x) => {
      await new Promise((resolve) => setTimeout(resolve, x)); return 0; };`,
};

sandboxTest(
  "no points, and no word of the hidden tests, by other means",
  async (t) => {
    const { studentsWorkspace: workspace, library } = await ourCourse();
    const [teacher] = kernelCourse(workspace).teachers;
    const expectedFrom = async (opened: Session) => {
      await using session = opened;
      return (await expectedValues(teacher, [77_777], session))[0];
    };
    const attacks = shareOf("attacks on marks", Object.entries(ATTACKS), 0.3);
    const limits = { cellMs: 4000, notebookMs: 20_000 };
    await using sandboxes = new Sandboxes(
      { workspace, limits },
      attacks.length + 1,
    );
    const kernels = {
      open: () => sandboxes.open(),
      patienceMs: 20_000,
      library,
    };
    const expected = await expectedFrom(await sandboxes.open());
    for (const [name, source] of attacks) {
      await t.step(name, async () => {
        const cells = inKernel(submission({ cube: { source } }, RIGHT));
        const assembled = assemble(teacher, notebook(cells));
        const run = await runNotebook(assembled, expected.seed, kernels);
        const marks = mark(assembled, run, expected);
        const cube = marks.find(({ id }) => id === "check-cube")!;
        assertEquals([cube.points, cube.of], [0, 2]);
        const said = JSON.stringify([
          shownCells(assembled, run.own).flatMap(({ outputs }) => outputs),
          run.troubles,
          marks.map(({ values, problem }) => [values, problem]),
        ]);
        // The self-check's own input is 2; the hidden one is another.
        const input = expected.seed % 89 + 3;
        for (
          const secret of [`input ${input}`, "seed", "nonce", btoa(`${input}`)]
        ) {
          assertEquals(said.includes(secret), false, `${secret} in ${said}`);
        }
      });
    }
  },
);
