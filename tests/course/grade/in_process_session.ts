import type {
  CellOutcome,
  SandboxResult,
  Session,
} from "../../../scripts/course/sandbox/mod.ts";
import { type Ticket, VALUES_MIME } from "mle/grading/contract.ts";

class KernelDeath extends Error {}

/** What a test does to a session. */
interface Hooks {
  beforeRun?: () => Promise<void> | void;
  signal?: AbortSignal;
}

/**
 * Opens sessions that run the tests' own cells in this process, one session at a
 * time, with what cells meet in a kernel: globals that stay, `handOut`, outputs,
 * late outputs (`later`), the kernel's end (`die`).
 */
export function inProcess(hooks: Hooks = {}): () => Promise<Session> {
  let last = Promise.resolve();
  return async () => {
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    const before = last;
    last = closed;
    await before;
    try {
      await hooks.beforeRun?.();
    } catch (error) {
      close();
      throw error;
    }
    return new InProcessSession(hooks.signal, close);
  };
}

class InProcessSession implements Session {
  readonly #before = new Set(Object.keys(globalThis));
  #end: SandboxResult["end"] = "finished";

  constructor(
    readonly signal: AbortSignal | undefined,
    readonly close: () => void,
  ) {}

  async run(
    cells: readonly { id: string; source: string }[],
  ): Promise<SandboxResult> {
    const outcomes: CellOutcome[] = cells.map(({ id }) => ({
      id,
      status: "not reached",
      outputs: [],
      late: [],
      durationMs: 0,
    }));
    for (const [i, { source }] of cells.entries()) {
      if (this.#end !== "finished") break;
      const outcome = outcomes[i];
      outcome.durationMs = 10;
      try {
        await runCell(source, outcome);
        outcome.status = "ok";
      } catch (error) {
        outcome.status = "error";
        if (error instanceof KernelDeath) {
          this.#end = "kernel died";
          break;
        }
        const { name, message } = error as Error;
        outcome.error = { name, message };
      }
    }
    if (this.signal?.aborted) this.#end = "stopped";
    const message = this.#end === "finished" ? "" : "The kernel died.";
    // What a cell still puts out is not heard any more.
    return { cells: structuredClone(outcomes), end: this.#end, message };
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const name of Object.keys(globalThis)) {
      if (!this.#before.has(name)) Reflect.deleteProperty(globalThis, name);
    }
    this.close();
    return Promise.resolve();
  }
}

async function runCell(source: string, outcome: CellOutcome): Promise<void> {
  const show = (data: Record<string, unknown>) =>
    outcome.outputs.push({ output_type: "display_data", data, metadata: {} });
  const names = ["handOut", "show", "later", "print", "die"];
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction(...names, source)(
    (values: Values) => handOut(values, show),
    show,
    (data: Record<string, unknown>) =>
      outcome.late.push({ output_type: "display_data", data, metadata: {} }),
    (text: string) =>
      outcome.outputs.push({ output_type: "stream", name: "stdout", text }),
    () => {
      throw new KernelDeath();
    },
  );
}

type Values = (seed: number) => Record<string, () => unknown>;

async function handOut(
  values: Values,
  show: (data: Record<string, unknown>) => void,
): Promise<void> {
  const holder = globalThis as { mleTicket?: Ticket };
  const { nonce, seed } = holder.mleTicket!;
  Reflect.deleteProperty(holder, "mleTicket");
  const entries: [string, unknown][] = [];
  for (const [name, value] of Object.entries(values(seed))) {
    try {
      entries.push([name, { value: await value() }]);
    } catch (error) {
      if (error instanceof KernelDeath) throw error;
      entries.push([name, { error: String(error) }]);
    }
  }
  show({ [VALUES_MIME]: { nonce, values: Object.fromEntries(entries) } });
}
