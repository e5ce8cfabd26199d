import { pythonEnv } from "../shared/python_env.ts";

/** How long the driver has to end by itself when it is told to. */
const PATIENCE_MS = 3_000;
const MAX_COMPLAINT = 4_000;

/** The trusted program between us and a kernel. */
export interface DriverRun {
  command: string[];
  /** What it is to do. */
  config: unknown;
  /** Receives each line that it writes. */
  onLine: (line: string) => void;
  maxLineBytes: number;
  /** Ends it: asked first, then made to, with all that it has started. */
  signal: AbortSignal;
}

/** Runs the driver to its end; returns what it complained of, if it failed. */
export async function runDriver(run: DriverRun): Promise<string | undefined> {
  const [program, ...args] = run.command;
  const child = new Deno.Command(program, {
    args,
    env: pythonEnv(),
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const kill = () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The driver stops when its input ends, which it also does when we are killed.
  const writer = child.stdin.getWriter();
  const stop = () => {
    writer.close().catch(() => {});
    timer = setTimeout(kill, PATIENCE_MS);
  };
  const line = new TextEncoder().encode(JSON.stringify(run.config) + "\n");
  writer.write(line).catch(() => {}); // it has ended already
  run.signal.addEventListener("abort", stop);
  if (run.signal.aborted) stop();
  try {
    const [complaint, { code }] = await Promise.all([
      lastBytes(child.stderr),
      child.status,
      readLines(child.stdout, run.maxLineBytes, run.onLine),
    ]);
    return code === 0 ? undefined : complaint;
  } catch (error) {
    kill();
    await child.status;
    throw error;
  } finally {
    clearTimeout(timer);
    run.signal.removeEventListener("abort", stop);
    await writer.close().catch(() => {});
  }
}

async function readLines(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  onLine: (line: string) => void,
): Promise<void> {
  const newline = 10;
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (let chunk of stream) {
    for (let end; (end = chunk.indexOf(newline)) >= 0;) {
      parts.push(chunk.subarray(0, end));
      onLine(await new Blob(parts as Uint8Array<ArrayBuffer>[]).text());
      chunk = chunk.subarray(end + 1);
      [parts, length] = [[], 0];
    }
    parts.push(chunk);
    length += chunk.length;
    if (length > maxBytes) {
      throw new Error(`The driver's line is longer than ${maxBytes} bytes.`);
    }
  }
}

async function lastBytes(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text = (text + chunk).slice(-MAX_COMPLAINT);
  }
  return text.trim();
}
