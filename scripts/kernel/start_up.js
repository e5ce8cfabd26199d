// Runs in Deno's kernel before the first cell. What it tells the wrapper goes
// as messages of the kinds `mle_…`, which the wrapper takes and does not pass on.
{
  const tell = Deno.jupyter.broadcast.bind(Deno.jupyter);

  // Each print would be a message of its own: a million of them take an hour.
  // So text is gathered until the turn of the event loop ends, but a loop that
  // prints as it works is heard at once.
  const GATHERED = 2 ** 16;
  const PATIENCE_MS = 50;
  const { core, Console } = Deno[Deno.internal];
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
    if (toStderr !== level > 1) flush();
    toStderr = level > 1;
    if (gathered === "") queueMicrotask(flush);
    gathered += text;
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

  // Deno drops what its socket cannot take at once: all but some hundreds of a
  // burst. So each hundredth message waits, and those behind it stand in line.
  const BURST = 100;
  const PAUSE_MS = 10;
  let sent = 0;
  let inLine = 0;
  let line = Promise.resolve();
  for (const name of ["broadcast", "display"]) {
    const put = Deno.jupyter[name].bind(Deno.jupyter);
    Deno.jupyter[name] = (...args) => {
      flush();
      const waits = ++sent % BURST === 0;
      if (inLine === 0 && !waits) return put(...args);
      inLine++;
      const done = line.then(async () => {
        if (waits) await new Promise((go) => setTimeout(go, PAUSE_MS));
        inLine--;
        return put(...args);
      });
      line = done.catch(() => {});
      return done;
    };
  }

  // Removing the last listener would put the system's default back, which ends
  // the process: with this one there, a cell may add and remove its own.
  const listening = new Set();
  if (Deno.build.os !== "windows") {
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
  }

  // Deno itself says nothing of these.
  const fail = (what, error) => {
    const isError = error instanceof Error;
    tell("mle_failure", {
      what,
      trace: isError ? error.stack : Deno.inspect(error),
    });
  };
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail("rejection", event.reason);
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    fail("callback", event.error);
  });

  // Runs behind each cell: what is still going on that nobody waits for? Waits
  // for what is still to be sent.
  let known = new Set();
  globalThis[Symbol.for("mle.behind")] = (promises) => {
    const pending = Object.keys(promises).filter((name) => {
      try {
        const value = promises[name]();
        return value instanceof Promise &&
          Deno.inspect(value).startsWith("Promise { <pending>");
      } catch {
        return false; // it was never set
      }
    });
    const listens = [...listening].some((listener) => !known.has(listener));
    known = new Set(listening);
    if (pending.length > 0 || listens) {
      tell("mle_unawaited", { names: pending });
    }
    return line;
  };
}
