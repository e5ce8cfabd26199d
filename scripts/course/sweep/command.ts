import { Command, Option } from "commander";
import {
  type ClusterOptions,
  JOBQUEUE,
  SCHEDULER,
  SLURM,
} from "../cluster/options.ts";
import { type Training, TRAININGS } from "./trainings.ts";
import { valueList } from "./value_list.ts";
import { userPath } from "../../shared/command_line.ts";

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
