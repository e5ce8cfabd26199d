// Runs in Deno's kernel before the first cell. What it tells the wrapper goes
// as messages of the kinds `mle_…`, which the wrapper takes and does not pass on.
{
  const { jupyter, inspect } = Deno;
  const { core, Console, jupyter: kernel } = Deno[Deno.internal];
  const put = jupyter.broadcast;

  // A page that shows much more freezes. What is left out is counted.
  const MAX_LINES = 5_000;
  const MAX_CHARACTERS = 1_000_000;
  let shown = { lines: 0, characters: 0 };
  let leftOut = { lines: 0, characters: 0 };
  const add = (counts, text) => {
    for (let at = -1; (at = text.indexOf("\n", at + 1)) >= 0;) counts.lines++;
    counts.characters += text.length;
  };
  const limited = (text) => {
    const more = MAX_LINES - shown.lines;
    let end = Math.min(text.length, MAX_CHARACTERS - shown.characters);
    for (let at = 0, line = 0; at < end; line++) {
      if (line === more) end = at;
      at = text.indexOf("\n", at) + 1 || end;
    }
    const part = text.slice(0, end);
    add(shown, part);
    add(leftOut, text.slice(end));
    return part;
  };
  const sayWhatIsLeftOut = () => {
    const { lines, characters } = leftOut;
    const count = shown.characters < MAX_CHARACTERS ? lines : characters;
    const unit = count === lines ? "line" : "character";
    shown = { lines: 0, characters: 0 };
    leftOut = { lines: 0, characters: 0 };
    if (characters === 0) return;
    const what = `${count.toLocaleString("en")} more ${unit}${
      count > 1 ? "s" : ""
    }`;
    const limit = "5,000 lines and 1,000,000 characters";
    core.print(`\n… ${what} left out: a cell shows ${limit} at most.\n`);
  };

  // Each print would be a message of its own: a million of them take an hour.
  // So text is gathered until the turn of the event loop ends, but a loop that
  // prints as it works is heard at once.
  const GATHERED = 2 ** 16;
  const PATIENCE_MS = 50;
  let gathered = "";
  let toStderr = false;
  let flushedMs = 0;
  const flush = () => {
    flushedMs = performance.now();
    const text = gathered;
    gathered = "";
    if (text !== "") core.print(text, toStderr);
  };
  const print = (text, level) => {
    const part = limited(text);
    if (part === "") return;
    if (toStderr !== level > 1) flush();
    toStderr = level > 1;
    if (gathered === "") queueMicrotask(flush);
    gathered += part;
    if (
      gathered.length > GATHERED || performance.now() - flushedMs > PATIENCE_MS
    ) flush();
  };
  Object.defineProperty(globalThis, "console", {
    value: new Console(print),
    writable: true,
    configurable: true,
    enumerable: false,
  });
  // Here what is written to these goes nowhere. Node's streams write to them, too.
  for (const [level, stream] of [[1, Deno.stdout], [2, Deno.stderr]]) {
    const decoder = new TextDecoder();
    const writeSync = (bytes) => {
      print(decoder.decode(bytes, { stream: true }), level);
      return bytes.length;
    };
    const write = (bytes) => Promise.resolve(writeSync(bytes));
    Object.defineProperties(stream, {
      writeSync: { value: writeSync },
      write: { value: write },
      writable: { get: () => new WritableStream({ write }) },
    });
  }

  // Deno has children, and Node's `fs`, write into pipes of its own and drops what
  // comes. On Linux they write to its output, which the wrapper reads.
  try {
    const { dup2 } = Deno.dlopen("libc.so.6", {
      dup2: { parameters: ["i32", "i32"], result: "i32" },
    }).symbols;
    for (const { name: fd } of Deno.readDirSync("/proc/self/fd")) {
      const link = fd > 2 ? Deno.readLinkSync(`/proc/self/fd/${fd}`) : "";
      if (!link.startsWith("pipe:")) continue;
      const info = Deno.readTextFileSync(`/proc/self/fdinfo/${fd}`);
      const flags = parseInt(/flags:\s*(\d+)/.exec(info)[1], 8);
      if (flags & 1) dup2(1, Number(fd)); // it is the end to write to
    }
  } catch { /* then they are not shown */ }

  // A message that does not fit into the socket's buffers at once ends all: Deno
  // writes others into its middle. 5 MB fit, 20 do not.
  const MAX_DISPLAY = 4_000_000;
  const withinLimit = (content) => {
    const size = JSON.stringify(content?.data)?.length ?? 0;
    if (size <= MAX_DISPLAY) return content;
    const text =
      `… this display of ${Math.round(size / 1e6)} MB is left out: ` +
      "a page takes 4 MB at most. Write it to a file instead.";
    return { ...content, data: { "text/plain": text } };
  };
  const broadcast = async (kind, content, options) => {
    flush();
    await put(kind, withinLimit(content), options);
  };
  jupyter.broadcast = broadcast;
  jupyter.display = async (value, { raw, update, display_id } = {}) => {
    const data = await kernel.formatInner(value, raw);
    const transient = display_id ? { display_id } : {};
    const kind = update ? "update_display_data" : "display_data";
    await broadcast(kind, { data, metadata: {}, transient });
  };
  kernel.broadcastResult = async (execution_count, value) => {
    if (value === undefined) return;
    try {
      const data = await jupyter.format(value);
      const rest = { metadata: {}, transient: {} };
      await broadcast("execute_result", { execution_count, data, ...rest });
    } catch (error) {
      const { name, message, stack } = Object(error);
      const ename = `${name ?? "Uncaught"}`;
      const evalue = `${message ?? inspect(error)}`;
      const traceback = `${stack ?? `${ename} ${evalue}`}`.split("\n");
      await broadcast("error", { ename, evalue, traceback });
    }
  };

  // Removing the last listener would put the system's default back, which ends
  // the process: with this one there, a cell may add and remove its own.
  const listening = new Set();
  Deno.addSignalListener("SIGINT", () => {});
  const { addSignalListener, removeSignalListener } = Deno;
  Deno.addSignalListener = (signal, listener) => {
    addSignalListener(signal, listener);
    if (signal === "SIGINT") listening.add(listener);
  };
  Deno.removeSignalListener = (signal, listener) => {
    removeSignalListener(signal, listener);
    if (signal === "SIGINT") listening.delete(listener);
  };

  // Deno itself says nothing of these.
  const isError = Function.prototype[Symbol.hasInstance].bind(Error);
  const fail = (what, error) => {
    const trace = `${isError(error) ? error.stack : inspect(error)}`;
    const traceback = trace.split("\n");
    put("mle_failure", { ename: what, evalue: "", traceback });
  };
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail(
      "A promise that nobody awaits has failed. " +
        "Write `await` before what returns it, to see where:",
      event.reason,
    );
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    fail(
      "This was thrown in a timer or an event, outside any cell:",
      event.error,
    );
  });

  // Of what is thrown and is no error, Deno tells its string alone, but it asks
  // whether it is one.
  let thrown;
  const isInstance = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(Error, Symbol.hasInstance, {
    value(value) {
      const is = Reflect.apply(isInstance, this, [value]);
      if (!is) thrown = { value };
      return is;
    },
  });
  const tellWhatWasThrown = () => {
    if (thrown === undefined) return;
    const { value } = thrown;
    thrown = undefined;
    try {
      put("mle_thrown", { text: inspect(value) });
    } catch { /* its string has to do */ }
  };

  // What is still going on that nobody waits for?
  let known = new Set();
  const sayWhatIsUnawaited = (code) => {
    const declared = code.matchAll(/^(?:const|let|var) ([\w$]+) *[:=]/gm);
    const names = [...declared].map(([, name]) => name).filter((name) => {
      try {
        const value = (0, eval)(name);
        return value instanceof Promise &&
          inspect(value).startsWith("Promise { <pending>");
      } catch {
        return false; // it was never set
      }
    });
    const listens = [...listening].some((listener) => !known.has(listener));
    known = new Set(listening);
    if (names.length > 0 || listens) {
      const what = names.map((name) => `\`${name}\``).join(" and ") ||
        "What listens for Stop";
      core.print(
        `${what} ${names.length > 1 ? "are" : "is"} still running, and this ` +
          "cell did not wait: was an `await` forgotten? What it prints will " +
          "appear under other cells.\n",
        true,
      );
    }
  };

  // Runs behind each cell. The mark comes after all that the cell has put out.
  // Of a Stop, lib/stop tells by the number of cells which of them it was for.
  const ended = Symbol.for("mle.ended_cells");
  globalThis[ended] = 0;
  globalThis[Symbol.for("mle.behind")] = async (code) => {
    try {
      flush();
      sayWhatIsLeftOut();
      tellWhatWasThrown();
      sayWhatIsUnawaited(code);
    } finally {
      globalThis[ended]++;
      await put("mle_mark", {});
    }
  };
}
