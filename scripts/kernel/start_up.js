// Runs in Deno's kernel before the first cell, behind put_out.js. What it tells the
// wrapper goes as messages of the kinds `mle_…`, which the wrapper does not pass on.

// Deno's own code asks for these by name: who declares one of them again is told so.
for (const name of ["Deno", "Error", "JSON", "String"]) {
  Object.defineProperty(globalThis, name, {
    configurable: false,
    writable: false,
  });
}

const isPending = (value) =>
  value instanceof Promise &&
  inspect(value).startsWith("Promise { <pending>");
let endsPending = false;
let endsWithNothing = false;
kernel.broadcastResult = async (execution_count, value) => {
  endsWithNothing = value === undefined;
  if (endsWithNothing) return;
  endsPending = isPending(value);
  try {
    const data = await jupyter.format(value);
    await send("execute_result", displayable({ execution_count, data }));
  } catch (error) {
    await put("error", contentOf(error));
  }
};

// Deno's kernel loses numbers that JSON does not know. What a cell ends with is
// evaluated again, if it is names and arithmetic, which does nothing else.
const LAST =
  /(?:^|[;\n])[ \t]*((?:[\w$.]+[ \t]*[-+*/%]+[ \t]*)*-?[\w$.]+);?\s*$/;
const lostNumberOf = (code) => {
  const isNothing = endsWithNothing;
  endsWithNothing = false;
  const [, last] = LAST.exec(code) ?? [];
  if (!isNothing || !last || /--|\+\+/.test(last)) return;
  try {
    const value = evaluate(last);
    const isLost = typeof value === "bigint" ||
      typeof value === "number" && JSON.stringify(value) !== inspect(value);
    return isLost ? value : undefined;
  } catch { /* no expression */ }
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

// A question is answered by the person, or by the wrapper when Stop is pressed.
const STOPPED = "\0mle_stopped";
const ask = globalThis.prompt;
const prompt = (...question) => {
  const answer = ask(...question);
  if (answer !== STOPPED) return answer;
  throw new Error("Stop was pressed before this question was answered.");
};
globalThis.prompt = prompt;
globalThis.confirm = (message = "Confirm") =>
  /^y$/i.test(prompt(`${message} [y/N] `) ?? "");

// An error with its causes and all else that belongs to it, or any other value.
const MAX_ERROR = 100_000;
const cut = (text) =>
  text.length > MAX_ERROR
    ? `${text.slice(0, MAX_ERROR)} … ${text.slice(-MAX_ERROR / 10)}`
    : text;
const textOf = (error) => {
  try {
    return cut(inspect(error));
  } catch {
    return "What was thrown cannot be shown.";
  }
};
const isInstance = Function.prototype[Symbol.hasInstance];
const contentOf = (error) => {
  try {
    if (Reflect.apply(isInstance, Error, [error])) {
      const { name, message, stack } = error;
      const isPlain = !("cause" in error || "errors" in error) &&
        /^(name|code|,)*$/.test(Object.keys(error).join());
      const text = isPlain
        ? cut(`${stack ?? `${name}: ${message}`}`)
        : textOf(error);
      // In brackets it stands where there is no trace.
      const traceback = text.replace(/^\[(.*)\]/, "$1").split("\n");
      return { ename: `${name}`, evalue: cut(`${message}`), traceback };
    }
  } catch { /* it does not let itself be read */ }
  const text = textOf(error);
  const traceback = `Uncaught ${text}`.split("\n");
  return { ename: "Uncaught", evalue: text, traceback };
};

// Deno itself says nothing of these.
const fail = (what, error) => core.print(`${what}\n${textOf(error)}\n`, true);
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
    event.error ?? event.message,
  );
});

// Of what is thrown Deno tells the stack alone, or its string, but it asks first
// whether it is an error.
let thrown;
const shorten = (error, key) => {
  if (error[key]?.length > 2 * MAX_ERROR) {
    Object.defineProperty(error, key, { value: cut(`${error[key]}`) });
  }
};
Object.defineProperty(Error, Symbol.hasInstance, {
  value(value) {
    const is = Reflect.apply(isInstance, this, [value]);
    thrown = { value };
    try {
      if (is) ["message", "stack"].forEach((key) => shorten(value, key));
    } catch { /* it does not let itself be read */ }
    return is;
  },
});
const tellWhatWasThrown = () => {
  if (thrown === undefined) return;
  const { value } = thrown;
  // Deno makes null of these two as well.
  const text = "null, undefined or a BigInt";
  const content = value === null
    ? { ename: "Uncaught", evalue: text, traceback: [`Uncaught ${text}`] }
    : contentOf(value);
  put("mle_thrown", content);
  thrown = undefined; // `inspect` has asked, too
};

// What is still going on that nobody waits for?
let known = new Set();
const sayWhatIsUnawaited = (code) => {
  const what = [];
  for (
    const [, name] of code.matchAll(/^(?:const|let|var) ([\w$]+) *[:=]/gm)
  ) {
    try {
      if (isPending(evaluate(name))) what.push(`\`${name}\``);
    } catch { /* it was never set */ }
  }
  if (endsPending) what.push("The promise that this cell ends with");
  endsPending = false;
  const listens = [...listening].some((listener) => !known.has(listener));
  known = new Set(listening);
  if (listens && what.length === 0) what.push("What listens for Stop");
  if (what.length === 0) return;
  core.print(
    `${what.join(" and ")} ${what.length > 1 ? "are" : "is"} still running, ` +
      "and this cell did not wait: was an `await` forgotten? What it prints " +
      "will appear under other cells.\n",
    true,
  );
};

// Of a Stop, lib/stop tells by the number of cells which of them it was for.
const ended = Symbol.for("mle.ended_cells");
globalThis[ended] = -1; // as this runs behind itself, too

// Runs before a cell if Stop was pressed since the one before it.
Object.defineProperty(globalThis, "mleBetween", {
  async value() {
    await new Promise((go) => setTimeout(go, 100)); // until lib/stop has heard it
    globalThis[ended]++;
  },
});

// Runs behind each cell. The mark comes after all that the cell has put out.
Object.defineProperty(globalThis, "mleBehind", {
  async value(code, number) {
    try {
      flush();
      tellWhatWasThrown();
      sayWhatIsUnawaited(code);
      const lost = lostNumberOf(code);
      if (lost !== undefined) await kernel.broadcastResult(number, lost);
    } finally {
      endCell(number);
      globalThis[ended]++;
      await put("mle_mark", {});
    }
  },
});
