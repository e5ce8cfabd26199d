import { basename, join } from "node:path";
import { run } from "../shared/command.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { ROOT, venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";

const CONFIG = join(ROOT, "scripts", "nbconvert", "execute_config.py");

/** How much work the notebooks do: `quick` takes minutes, `full` does all of it. */
export type Profile = "quick" | "full";

/** A notebook to execute. */
export interface Execution {
  /** The notebook's source, which is not changed. */
  source: string;
  /** Folder for the executed notebook, under the name of the source. */
  outputFolder: string;
  profile: Profile;
  /** Whether to train from the start, ignoring checkpoints; by default false. */
  fresh?: boolean;
  /** Whether drawn hands take the place of SIGNS; by default false. */
  standIn?: boolean;
  /** Shows each cell as it runs. */
  progress: ProgressLine;
  signal?: AbortSignal;
}

/** A notebook could not be executed to its end: where, and why. */
export class NotebookError extends Error {
  override name = "NotebookError";
}

/** A line that execute_config.py writes. */
type CellEvent =
  | { event: "cell-start"; id: string; number: number; count: number }
  | { event: "cell-end"; ok: boolean }
  | { event: "cell-error"; name: string; message: string; traceback: string[] };

/**
 * Executes a notebook with nbconvert, showing each cell as it runs.
 *
 * @throws {NotebookError} naming the notebook, the cell (its number among the
 * code cells and its id) and the error.
 */
export async function execute(execution: Execution): Promise<void> {
  const { source, outputFolder, profile, progress, signal } = execution;
  const fresh = execution.fresh ? "1" : "";
  const standIn = execution.standIn ? "1" : "";
  const name = basename(source);
  const follower = new CellFollower(name, progress);
  const scratch = join(outputFolder, `.${crypto.randomUUID()}`);
  try {
    const { code, output } = await run({
      program: venvProgram("python"),
      args: ["-m", "nbconvert", "--to", "notebook", "--execute"]
        .concat(["--config", CONFIG, "--output-dir", scratch, source]),
      onlyEnv: {
        ...pythonEnv(),
        MLE_PROFILE: profile,
        MLE_FRESH: fresh,
        MLE_STAND_IN: standIn,
      },
      signal,
      onLine: (line) => follower.read(line),
    });
    if (code !== 0) throw follower.error(output);
    await Deno.rename(join(scratch, name), join(outputFolder, name));
  } finally {
    await removeIfThere(scratch);
  }
}

/** Turns the events of one run into progress lines and, at the end, an error. */
class CellFollower {
  #cell = "before the first cell";
  #error: string | undefined;
  #running = false;

  constructor(readonly notebook: string, readonly progress: ProgressLine) {}

  read(line: string): void {
    if (!line.startsWith('{"event": ')) return;
    const event: CellEvent = JSON.parse(line);
    switch (event.event) {
      case "cell-start":
        this.#cell = `cell ${event.number} (${event.id})`;
        this.progress.start(`${event.number}/${event.count} ${event.id}`);
        this.#running = true;
        break;
      case "cell-end":
        if (event.ok) this.progress.done("");
        else this.progress.failed();
        this.#running = false;
        break;
      case "cell-error":
        this.#error = event.traceback.length > 0
          ? event.traceback.join("\n")
          : `${event.name}: ${event.message}`;
    }
  }

  error(output: string): NotebookError {
    if (this.#running) this.progress.failed();
    const reason = this.#error ??
      (output.includes("DeadKernelError")
        ? `the kernel ended while it ran this cell\n${wordsOfKernel(output)}`
        : lastLines(output));
    return new NotebookError(`${this.notebook}, ${this.#cell}:\n${reason}`);
  }
}

/** The kernel's last output, without nbconvert's own words about it. */
function wordsOfKernel(output: string): string {
  const [before] = output.split("Traceback (most recent call last)");
  const own = before.split("\n").filter((line) =>
    !/^(\{"event": |\[NbConvertApp\]|Warning "deno jupyter")/.test(line)
  );
  return lastLines(own.join("\n").trimEnd());
}

function lastLines(output: string): string {
  return output.split("\n").slice(-20).join("\n");
}
