import { pythonEnv } from "../../shared/python_env.ts";
import { TextLineStream } from "../../shared/lines.ts";
import { threadEnv } from "../../shared/thread_env.ts";
import { AVX2_ENV, type Contender } from "./contenders.ts";
import type { Job, Reply, Request } from "./protocol.ts";

/** A contender failed. */
export class ContenderError extends Error {
  override name = "ContenderError";
  /** The last line of its output. */
  readonly reason: string;

  constructor(contender: string, output: string) {
    super(`${contender} failed:\n${output.trim()}`);
    this.reason = output.trim().split("\n").at(-1)! || "it gave no reason";
  }
}

/**
 * A contender in its own process. It sleeps until it receives a request, and
 * ends when it is disposed.
 */
export class ContenderProcess implements AsyncDisposable {
  readonly #name: string;
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #stderr: Promise<string>;

  private constructor(name: string, child: Deno.ChildProcess) {
    this.#name = name;
    this.#child = child;
    this.#lines = child.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream()).getReader();
    this.#stdin = child.stdin.getWriter();
    this.#stderr = new Response(child.stderr).text();
  }

  /**
   * Starts it and waits until it has loaded.
   *
   * @throws {ContenderError} if it cannot be started or fails while loading.
   */
  static async start(
    { name, command: [program, ...args], variant, avx2 }: Contender,
    job: Omit<Job, "variant">,
  ): Promise<ContenderProcess> {
    const command = new Deno.Command(program, {
      args: [...args, JSON.stringify({ ...job, variant })],
      clearEnv: true,
      env: {
        ...pythonEnv(),
        ...threadEnv(job.threads),
        ...avx2 ? AVX2_ENV : {},
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    });
    let child: Deno.ChildProcess;
    try {
      child = command.spawn();
    } catch (error) {
      throw new ContenderError(name, (error as Error).message);
    }
    const process = new ContenderProcess(name, child);
    try {
      await process.#answer();
      return process;
    } catch (error) {
      await process[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Sends a request and waits for the reply.
   *
   * @throws {ContenderError} if it fails.
   */
  async ask(request: Request): Promise<Reply> {
    const line = JSON.stringify(request) + "\n";
    await this.#stdin.write(new TextEncoder().encode(line))
      .catch(() => {}); // it has ended, which the missing answer shows
    return await this.#answer() as Reply;
  }

  /** The next line of its output, which is JSON. */
  async #answer(): Promise<unknown> {
    const { value, done } = await this.#lines.read();
    if (done) throw new ContenderError(this.#name, await this.#stderr);
    try {
      return JSON.parse(value);
    } catch {
      throw new ContenderError(
        this.#name,
        `expected a line of JSON, got ${value}`,
      );
    }
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stdin.close().catch(() => {}); // ended already
    await this.#child.status;
  }
}
