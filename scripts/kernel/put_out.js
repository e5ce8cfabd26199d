// deno-lint-ignore-file no-unused-vars -- start_up.js goes on in the same block
// What a cell puts out: gathered, counted, and limited. What does not fit is left
// out with a word, since a page that shows much more freezes, and a message that
// does not fit into the socket's buffers at once breaks Deno's connection.
// A user's `let Symbol = 1` would reach our code, which has references of its own.
const {
  addEventListener,
  Deno,
  Error,
  eval: evaluate,
  Function,
  JSON,
  Math,
  Object,
  parseInt,
  performance,
  Promise,
  queueMicrotask,
  setTimeout,
  RangeError,
  Reflect,
  Set,
  Symbol,
  TextDecoder,
  TextEncoder,
  TypeError,
  WritableStream,
} = globalThis;
const { jupyter, inspect } = Deno;
const { core, Console, jupyter: kernel } = Deno[Deno.internal];
const put = jupyter.broadcast;

const MAX_LINES = 5_000;
const MAX_CHARACTERS = 1_000_000;
const MAX_DISPLAYS = 1_000;
const MAX_DISPLAYED = 20_000_000; // bytes
const nothing = () => ({ lines: 0, characters: 0, displays: 0, bytes: 0 });
let shown = nothing();
let leftOut = nothing();
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
  const { lines, characters, displays } = leftOut;
  const isFull = shown.characters >= MAX_CHARACTERS;
  shown = nothing();
  leftOut = nothing();
  const say = (count, unit, limit) => {
    const what = `${count.toLocaleString("en")} more ${unit}${
      count > 1 ? "s" : ""
    }`;
    core.print(`\n… ${what} left out: a cell shows ${limit} at most.\n`);
  };
  if (characters > 0) {
    const [count, unit] = isFull ? [characters, "character"] : [lines, "line"];
    say(count, unit, "5,000 lines and 1,000,000 characters");
  }
  if (displays > 0) {
    say(displays, "display", "1,000 displays and 20 MB of them");
  }
};

// Which cell something comes from follows every promise and timer.
const running = new core.AsyncVariable();
const numbers = []; // of the cells that have ended
running.enter(0);
let source; // whose text came last; undefined: that of the cell that runs
const sayWhereItComesFrom = () => {
  const cell = numbers[running.get()];
  if (cell === source) return;
  flush();
  source = cell;
  core.print(
    `(from ${cell === undefined ? "this cell" : `cell [${cell}]`}:)\n`,
  );
};
const endCell = (number) => {
  flush();
  flushedMs = -Infinity; // the next cell's first line is heard at once
  sayWhatIsLeftOut();
  source = undefined;
  running.enter(numbers.push(number));
};

// Each print would be a message of its own: a million of them take an hour.
// So text is gathered until the turn of the event loop ends, or no more comes for
// some microtasks, but a loop that prints as it works is heard at once.
const GATHERED = 2 ** 16;
const PATIENCE_MS = 50;
const TURNS = 10;
let gathered = "";
let toStderr = false;
let flushedMs = 0;
const flush = () => {
  if (gathered === "") return;
  flushedMs = performance.now();
  const text = gathered;
  gathered = "";
  core.print(text, toStderr);
};
const flushLater = (turns) => {
  const { length } = gathered;
  queueMicrotask(() => {
    if (gathered === "") isCalming = false;
    else if (gathered.length !== length) flushLater(TURNS);
    else if (turns > 0) flushLater(turns - 1);
    else flush(isCalming = false);
  });
};
let isCalming = false;
const print = (text, level) => {
  const part = limited(text);
  if (part === "") return;
  sayWhereItComesFrom();
  if (toStderr !== level > 1) flush();
  toStderr = level > 1;
  gathered += part;
  if (!isCalming) flushLater(TURNS);
  isCalming = true;
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

// 5 MB fit, 20 do not.
const MAX_MESSAGE = 4_000_000;
const DISPLAYS = new Set([
  "display_data",
  "execute_result",
  "update_display_data",
]);
const encoder = new TextEncoder();
const sizeOf = (content, { metadata, buffers = [] } = {}) => {
  let size = encoder.encode(JSON.stringify([content, metadata])).length;
  for (const buffer of buffers) size += buffer.byteLength;
  return size;
};
const send = async (kind, content, options) => {
  flush();
  const size = sizeOf(content, options);
  if (size <= MAX_MESSAGE) return await put(kind, content, options);
  const what = `${Math.round(size / 1e6)} MB`;
  if (!DISPLAYS.has(kind)) {
    throw new RangeError(
      `Cannot send "${kind}": its content and buffers have ${what}, ` +
        "but a page takes 4 MB at most. Write it to a file instead.",
    );
  }
  const text = `… this display of ${what} is left out: ` +
    "a page takes 4 MB at most. Write it to a file instead.";
  await put(kind, { ...content, metadata: {}, data: { "text/plain": text } });
};
const displayable = (content) => {
  const data = content?.data;
  if (typeof data === "object" && data !== null) {
    return { metadata: {}, transient: {}, ...content };
  }
  throw new TypeError(
    "Cannot display this: expected an object of media types and what to show, " +
      `such as { "text/plain": "…" }, received ${inspect(data)}`,
  );
};
/** Whether there is room for one more display; counts it either way. */
const fits = (size) => {
  const bytes = shown.bytes + (size > MAX_MESSAGE ? 0 : size);
  if (shown.displays >= MAX_DISPLAYS || bytes > MAX_DISPLAYED) {
    leftOut.displays++;
    return false;
  }
  shown.displays++;
  shown.bytes = bytes;
  return true;
};
const broadcast = async (kind, content, options) => {
  if (kind === "stream") {
    return print(`${content.text}`, content.name === "stderr" ? 2 : 1);
  }
  if (kind === "clear_output") shown = nothing();
  if (/^mle_/.test(kind)) throw new TypeError(`"${kind}" is our own`);
  if (!DISPLAYS.has(kind)) return await send(kind, content, options);
  const display = displayable(content);
  if (kind !== "update_display_data") {
    if (!fits(sizeOf(display, options))) return;
    sayWhereItComesFrom();
  }
  await send(kind, display, options);
};
jupyter.broadcast = broadcast;
jupyter.display = async (value, { raw, update, display_id } = {}) => {
  const data = await kernel.formatInner(value, raw);
  const transient = display_id ? { display_id } : {};
  const kind = update ? "update_display_data" : "display_data";
  await broadcast(kind, { data, metadata: {}, transient });
};
