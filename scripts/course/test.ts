/**
 * Runs the tests and ends with a line `N passed, N failed`: `deno task test`.
 * `--full` runs long suites whole instead of a share of them
 * (`tests/share.ts`). All other arguments go to `deno test`; without any, all
 * tests run.
 */
import { Command } from "commander";
import { runProgram } from "../shared/command_line.ts";
import { ROOT } from "../shared/paths.ts";
import { TextLineStream } from "../shared/lines.ts";

await runProgram(
  new Command("deno task test")
    .description("Run all tests, or those that the arguments name.")
    .option("--full", "run long suites whole instead of a share of them")
    .argument(
      "[arguments...]",
      "files, folders and options for `deno test`: see `deno test --help`",
    )
    .allowUnknownOption()
    .action(runTests),
);

async function runTests(
  args: string[],
  { full = false }: { full?: boolean },
): Promise<void> {
  // Test files run one after the other, because TensorFlow's addon has one state
  // per process.
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", ...args.length > 0 ? args : ["tests"]],
    cwd: ROOT,
    env: {
      TF_CPP_MIN_LOG_LEVEL: "2",
      ...full ? { MLE_FULL: "1" } : {},
      ...Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : {},
    },
    stdout: "piped",
  }).spawn();

  let counts: { passed: number; failed: number } | undefined;
  const [shown, read] = child.stdout.tee();
  const showing = shown.pipeTo(Deno.stdout.writable, { preventClose: true });
  const lines = read.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    const summary = /(?:ok|FAILED)\S* \| (\d+) passed.* \| (\d+) failed/.exec(
      line,
    );
    if (summary) {
      counts = { passed: Number(summary[1]), failed: Number(summary[2]) };
    }
  }
  await showing;
  const { code } = await child.status;

  // If there is no summary, the tests could not start, which counts as one
  // failure.
  const { passed, failed } = counts ?? { passed: 0, failed: 1 };
  console.log(
    `${passed} passed, ${code === 0 ? failed : Math.max(failed, 1)} failed`,
  );
  Deno.exit(code);
}
