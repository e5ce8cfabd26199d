/** Trains with all combinations of options: `deno task sweep --help`. */
import { join } from "node:path";
import { Command, Option } from "commander";
import { writeFileAtomically } from "mle/io/mod.ts";
import {
  type ClusterOptions,
  JOBQUEUE,
  openCluster,
  SCHEDULER,
  SLURM,
} from "./cluster/options.ts";
import { trainingsOn } from "./cluster/trainings.ts";
import { resultsOf } from "./sweep/results.ts";
import {
  combinations,
  failedText,
  hasFailed,
  type Run,
  trainAll,
  trainerHere,
} from "./sweep/runs.ts";
import { type Training, TRAININGS } from "./sweep/trainings.ts";
import { valueList } from "./sweep/value_list.ts";
import { stoppable } from "./train/stoppable.ts";
import { runProgram, userPath } from "../shared/command_line.ts";
import { BUILD } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";

/** What a sweep's command line says. */
export interface Sweep {
  training: Training;
  /** The values of the training's options, by their names. */
  values: Record<string, number[]>;
  cluster: ClusterOptions;
  data?: string;
  /** The folder for the runs and the results, if it is not the usual one. */
  out?: string;
}

const NOTE = `
An option takes one value, a list (1e-4,3e-4) or a range of integers (1..8). All
combinations are trained as \`deno task train\` would, one for each processor at
a time, or by the workers of a cluster; what is there already is not trained
again. The results come together in sweep.csv, sweep.parquet and sweep.svg.
Ctrl-C stops all runs.`;

const SINGLE = ["data", "out", "fresh"];

/** The program `deno task sweep`, which reads a sweep and has it carried out. */
export function sweepProgram(
  carryOut: (sweep: Sweep) => Promise<void>,
): Command {
  const program = new Command("deno task sweep").description(
    "Train with all combinations of options, and compare what comes out.",
  );
  for (const training of TRAININGS) {
    program.addCommand(sweepOf(training, carryOut));
  }
  return program;
}

/** The command that trains with several values of a training's options. */
function sweepOf(
  training: Training,
  carryOut: (sweep: Sweep) => Promise<void>,
): Command {
  const { command } = training;
  const sweep = new Command(command.name())
    .description(`${command.description()} Options may have several values.`)
    .option("--data <dir>", "as for `deno task train`")
    .option(
      "--out <dir>",
      "the folder for the runs and the results (default: build/train/" +
        `${command.name()})`,
    )
    .addHelpText("after", NOTE);
  for (const option of [SCHEDULER, JOBQUEUE, SLURM]) sweep.addOption(option);
  for (const option of command.options) {
    if (SINGLE.includes(option.attributeName())) continue;
    const { flags, description, parseArg, defaultValue } = option;
    sweep.addOption(
      new Option(flags.replace(/<.*>/, "<values>"), description)
        .argParser(valueList((text) => parseArg!(text, 0)))
        .default([defaultValue], `${defaultValue}`),
    );
  }
  return sweep.action(({ data, out, scheduler, jobqueue, slurm, ...values }) =>
    carryOut({
      training,
      values,
      cluster: { scheduler, jobqueue, slurm },
      data: data && userPath(data),
      out: out ? userPath(out) : undefined,
    })
  );
}

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

if (import.meta.main) {
  await runProgram(
    sweepProgram((sweep) => stoppable((signal) => carryOut(sweep, signal))),
  );
}
