import { pythonEnv } from "../../shared/python_env.ts";

/** How long the driver may take to end when told to. */
const PATIENCE_MS = 3_000;
const MAX_COMPLAINT = 4_000;

/** How to start the driver, and who receives its output. */
export interface DriverSettings {
  command: string[];
  /** Receives each line of its output. */
  onLine: (line: string) => void;
  maxLineBytes: number;
  /** How long it may take to end when told to; some seconds unless given. */
  patienceMs?: number;
}

/** The trusted program between us and a kernel. */
export class DriverProcess {
  /** Resolves when it has ended: to its error output if it failed. */
  readonly ended: Promise<string | undefined>;
  readonly #child: Deno.ChildProcess;
  readonly #patienceMs: number;
  // The driver stops when its input ends, which also happens if we are killed.
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;

  constructor(settings: DriverSettings) {
    const [program, ...args] = settings.command;
    this.#child = new Deno.Command(program, {
      args,
      env: pythonEnv(),
      clearEnv: true,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#patienceMs = settings.patienceMs ?? PATIENCE_MS;
    this.ended = this.#untilEnd(settings);
  }

  /** Sends it a value as one line. */
  tell(value: unknown): void {
    const line = new TextEncoder().encode(JSON.stringify(value) + "\n");
    this.#input.write(line).catch(() => {}); // it has ended already
  }

  /**
   * Ends it together with everything that it has started: first asks it, then
   * kills it.
   */
  stop(): void {
    this.#input.close().catch(() => {}); // it is closed already
    const timer = setTimeout(() => this.#kill(), this.#patienceMs);
    this.ended.then(() => clearTimeout(timer));
  }

  async #untilEnd(
    { onLine, maxLineBytes }: DriverSettings,
  ): Promise<string | undefined> {
    const child = this.#child;
    try {
      const [complaint, { code }] = await Promise.all([
        lastBytes(child.stderr),
        child.status,
        readLines(child.stdout, maxLineBytes, onLine),
      ]);
      return code === 0 ? undefined : complaint;
    } catch (error) {
      this.#kill();
      await child.status;
      return error instanceof Error ? error.message : String(error);
    } finally {
      await this.#input.close().catch(() => {});
    }
  }

  #kill(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
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
