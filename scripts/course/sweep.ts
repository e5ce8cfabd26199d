/** Trains with all combinations of options: `deno task sweep --help`. */
import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { openCluster } from "./cluster/options.ts";
import { trainingsOn } from "./cluster/trainings.ts";
import { type Sweep, sweepProgram } from "./sweep/command.ts";
import { resultsOf } from "./sweep/results.ts";
import {
  combinations,
  failedText,
  hasFailed,
  type Run,
  trainAll,
  trainerHere,
} from "./sweep/runs.ts";
import { stoppable } from "./train/stoppable.ts";
import { runProgram } from "../shared/command_line.ts";
import { BUILD } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";

await runProgram(
  sweepProgram((sweep) => stoppable((signal) => carryOut(sweep, signal))),
);

/** Returns whether all was trained. */
async function carryOut(
  { training, values, cluster, data, ...sweep }: Sweep,
  signal: AbortSignal,
): Promise<boolean> {
  const { command, column, naming } = training;
  const { out = join(BUILD, "train", command.name()) } = sweep;
  const nameOf = await naming(data);
  const runs = combinations(values).map((settings): Run => {
    const folder = join(out, nameOf(settings));
    const args = command.options.flatMap((option) => {
      const value = settings[option.attributeName()];
      return value === undefined ? [] : [option.long!, `${value}`];
    });
    if (data !== undefined) args.push("--data", data);
    return {
      settings,
      folder,
      args: [command.name(), ...args],
    };
  });
  await using machines = await openCluster(cluster, signal);
  const trainer = machines ? trainingsOn(machines) : trainerHere();
  const failed = await trainAll(runs, trainer, new Progress(), signal);
  if (failed === undefined) {
    console.log("Stopped. The same command goes on from here.");
    return false;
  }
  const title = `${command.name()}, ${runs.length} runs`;
  const { table, summary, chart } = await resultsOf(
    title,
    runs.filter((run) => !hasFailed(run, failed)),
    column,
  );
  const path = join(out, "sweep");
  await writeFileAtomically(`${path}.csv`, table.writeCSV());
  await writeFileAtomically(`${path}.parquet`, table.writeParquet());
  await chart.save(`${path}.svg`);
  console.log(`${summary}\nWrote ${path}.csv, .parquet and .svg`);
  if (failed.length > 0) {
    throw new Error(
      `Some runs failed, and are left out. ${failedText(failed)}`,
    );
  }
  return true;
}
