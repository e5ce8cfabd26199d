/** Starts the parts of a cluster by hand: `deno task cluster --help`. */
import { hostname } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import {
  installDask,
  makeCertificate,
  schedulerCommand,
  workerCommand,
} from "./cluster/dask.ts";
import { schedulerAddress } from "./cluster/options.ts";
import { run } from "../shared/command.ts";
import { runProgram } from "../shared/command_line.ts";
import { integerFrom } from "../shared/number_options.ts";
import { BUILD } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";

const AGAIN_MS = 2_000;

await runProgram(
  new Command("deno task cluster")
    .description("Start the parts of a Dask cluster, which grades and trains.")
    .addCommand(
      new Command("certificate")
        .description(
          "Make the certificate that proves who belongs to the cluster, and its\n" +
            "key. Copy the folder to the same place on each machine; whoever has\n" +
            "it can run programs on all of them. It is valid for a year.",
        )
        .action(async () => {
          await installDask(new Progress());
          console.log(await makeCertificate());
        }),
    )
    .addCommand(
      new Command("scheduler")
        .description(
          "Run the scheduler; without a certificate, for this machine only.",
        )
        .option("--port <n>", "where it listens", integerFrom(1), 8786)
        .action(runScheduler),
    )
    .addCommand(
      new Command("worker")
        .description(
          "Work for a scheduler, until stopped: on as many notebooks and runs\n" +
            "as there are processors and memory for.",
        )
        .argument(
          "<address>",
          "of the scheduler: tls://host:8786",
          schedulerAddress,
        )
        .action(runWorker),
    ),
);

async function runScheduler({ port }: { port: number }): Promise<void> {
  await runDask(await schedulerCommand("--port", `${port}`));
}

async function runWorker(address: string): Promise<void> {
  for (;;) {
    // It ends with its scheduler, and with the program that does the work.
    const command = await workerCommand(
      ...[address, "--nthreads", `${navigator.hardwareConcurrency}`],
      ...["--name", `${hostname()}-${crypto.randomUUID().slice(0, 8)}`],
      ...["--local-directory", join(BUILD, "cluster", "scratch")],
    );
    await runDask(command);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** Runs one of Dask's programs to its end. */
async function runDask([program, ...args]: string[]): Promise<void> {
  await installDask(new Progress());
  await run({ program, args, onLine: (line) => console.log(line) });
}
