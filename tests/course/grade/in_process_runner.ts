import type { Runner } from "../../../scripts/course/grade/runner.ts";
import type {
  CellOutcome,
  SandboxResult,
} from "../../../scripts/course/sandbox/mod.ts";
import { VALUES_MIME } from "../../../scripts/course/grade/values.ts";

class KernelDeath extends Error {}

/**
 * Runs the tests' own cells in this process, one notebook at a time, with what
 * cells meet in a kernel: globals that stay, `handOut`, outputs, late outputs
 * (`later`), the kernel's end (`die`).
 */
export function inProcessRunner(
  hooks: { beforeRun?: () => Promise<void> | void; signal?: AbortSignal } = {},
): Runner {
  let last = Promise.resolve();
  return (cells) => {
    const mine = last.then(async () => {
      await hooks.beforeRun?.();
      const result = await runCells(cells);
      if (hooks.signal?.aborted) result.end = "stopped";
      return result;
    });
    last = mine.then(() => {}, () => {});
    return mine;
  };
}

async function runCells(
  cells: readonly { id: string; source: string }[],
): Promise<SandboxResult> {
  const before = new Set(Object.keys(globalThis));
  const outcomes: CellOutcome[] = cells.map(({ id }) => ({
    id,
    status: "not reached",
    outputs: [],
    late: [],
    durationMs: 0,
  }));
  let end: SandboxResult["end"] = "finished";
  try {
    for (const [i, { source }] of cells.entries()) {
      const outcome = outcomes[i];
      outcome.durationMs = 10;
      try {
        await runCell(source, outcome);
        outcome.status = "ok";
      } catch (error) {
        outcome.status = "error";
        if (error instanceof KernelDeath) {
          end = "kernel died";
          break;
        }
        const { name, message } = error as Error;
        outcome.error = { name, message };
      }
    }
  } finally {
    for (const name of Object.keys(globalThis)) {
      if (!before.has(name)) Reflect.deleteProperty(globalThis, name);
    }
  }
  const message = end === "finished" ? "" : "The kernel died.";
  return { cells: outcomes, end, message };
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
  const holder = globalThis as { mleTicket?: { nonce: string; seed: number } };
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
