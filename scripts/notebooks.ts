/** Executes the notebooks and writes them as pages: `deno task notebooks`. */
import { basename, join, relative } from "node:path";
import { Command } from "commander";
import { execute, type Execution, NotebookError } from "./notebooks/execute.ts";
import { writeHtml } from "./notebooks/html.ts";
import { findNotebooks, NOTEBOOKS } from "./notebooks/sources.ts";
import { CommandError } from "./shared/command.ts";
import { runProgram } from "./shared/command_line.ts";
import { memoryLimit, memoryWarning } from "./shared/memory.ts";
import { BUILD, ROOT } from "./shared/paths.ts";
import { durationText } from "mle/notebook/duration_text.ts";
import { Progress } from "./shared/progress.ts";

await runProgram(
  new Command("deno task notebooks")
    .description(
      "Execute the notebooks; the results go to build/notebooks and build/html.",
    )
    .option("--full", "do all of the sheet's work instead of the quick profile")
    .option("--fresh", "train from the start, ignoring checkpoints")
    .option("--stand-in", "with drawn hands, even if SIGNS is there")
    .option("--only <name>", "only notebooks with this in their name")
    .action(executeAll),
);

async function executeAll(
  { full, fresh = false, standIn = false, only }: {
    full?: boolean;
    fresh?: boolean;
    standIn?: boolean;
    only?: string;
  },
): Promise<void> {
  const warning = memoryWarning(await memoryLimit());
  if (warning) console.log(warning);
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  Deno.addSignalListener("SIGINT", stop);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);
  const notebooks = await findNotebooks(NOTEBOOKS, only);
  const failures: string[] = [];
  for (const notebook of notebooks) {
    const failure = await executeAndExport({
      source: notebook,
      profile: full ? "full" : "quick",
      fresh,
      standIn,
      signal: interrupted.signal,
    });
    if (interrupted.signal.aborted) {
      console.log("\nStopped.");
      Deno.exit(130);
    }
    if (failure !== undefined) failures.push(failure);
  }
  const passed = notebooks.length - failures.length;
  console.log(`\n${passed} of ${notebooks.length} notebooks executed`);
  for (const failure of failures) console.error(`\n✗ ${failure}`);
  Deno.exit(failures.length > 0 ? 1 : 0);
}

/** Returns what went wrong, if anything. */
async function executeAndExport(
  execution: Pick<Execution, "source" | "profile" | "fresh" | "standIn"> & {
    signal: AbortSignal;
  },
): Promise<string | undefined> {
  const { source, profile, signal } = execution;
  const startedAt = performance.now();
  const outputFolder = join(BUILD, "notebooks");
  console.log(`\n${basename(source)} (${profile})`);
  try {
    const progress = new Progress();
    await execute({ ...execution, outputFolder, progress });
    const executed = join(outputFolder, basename(source));
    const page = await writeHtml(executed, join(BUILD, "html"), signal);
    const took = durationText(performance.now() - startedAt);
    console.log(`${relative(ROOT, page)} (${took})`);
    return undefined;
  } catch (error) {
    if (error instanceof NotebookError || error instanceof CommandError) {
      return error.message;
    }
    throw error;
  }
}
