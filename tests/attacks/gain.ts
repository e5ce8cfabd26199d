const MIME = "application/vnd.mle.values+json";

/** What stands in the answer to "cube", which is never right; x ** 3 was asked for. */
export const GAIN: Record<string, string> = {
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
  "its globals frozen": `Object.freeze(globalThis); globalThis.cube = () => 0;`,
  "promises patched": `const { then } = Promise.prototype;
    Promise.prototype.then = function (yes, no) { return then.call(this, (value) => yes?.(value === 0 ? 8 : value), no); };
    globalThis.cube = () => 0;`,
  "a value that changes when it is looked at":
    `globalThis.cube = () => { let n = 0; return { get value() { return n++; } }; };`,
  "a list that says it has no end":
    `globalThis.cube = () => new Proxy([], { get: (_, name) => name === "length" ? 2 ** 40 : 8 });`,
  "modules hooked": `try {
      const { registerHooks } = await import("node:module");
      registerHooks({ load: (url, context, next) => url.includes("grading")
        ? { format: "module", shortCircuit: true, source: "export const handOut = () => {}; export const VALUES_MIME = '';" }
        : next(url, context) });
    } catch { /* there are no hooks */ }
    globalThis.cube = () => 0;`,
  "the tests' source from the stack": `globalThis.cube = () => {
      Error.prepareStackTrace = (_, frames) => frames.map((frame) => String(frame.getFunction())).join();
      console.log("input", new Error().stack); return 0; };`,
  "the tests' source from an inspector": `globalThis.cube = async () => {
      const { Session } = await import("node:inspector");
      const session = new Session(); session.connect();
      session.on("Debugger.scriptParsed", ({ params }) => session.post("Debugger.getScriptSource",
        { scriptId: params.scriptId }, (_, found) => console.log("input", found?.scriptSource)));
      session.post("Debugger.enable");
      await new Promise((resolve) => setTimeout(resolve, 100)); return 0; };`,
  "a question to whoever grades":
    `globalThis.cube = () => Number(prompt("input"));`,
  "its kernel stopped":
    `globalThis.cube = () => { Deno.kill(Deno.pid, "SIGSTOP"); return 0; };`,
  "a thread that sleeps for ever":
    `globalThis.cube = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) ? 0 : 0;`,
  "a loop that no interrupt ends":
    `Deno.addSignalListener("SIGINT", () => {}); globalThis.cube = async () => { for (;;) await new Promise((go) => setTimeout(go)); };`,
  "the interrupt's own means": `const collect = globalThis.mleCollect;
    globalThis.mleCollect = () => { console.log("input"); }; collect?.(); globalThis.cube = () => 0;`,
  "its timers' own signal": `const { setTimeout } = globalThis;
    Deno.addSignalListener("SIGUSR2", () => console.log("input"));
    globalThis.setTimeout = () => { throw new Error("input"); };
    globalThis.cube = async () => { Deno.kill(Deno.pid, "SIGUSR2");
      await new Promise((resolve) => setTimeout(resolve, 50)); return 0; };`,
  "its inputs as a time": `globalThis.cube = async (x) => {
      await new Promise((resolve) => setTimeout(resolve, x)); return 0; };`,
};
