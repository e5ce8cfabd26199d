/**
 * Runs the tests and ends with a line `N passed, N failed`: `deno task test`.
 * `--full` runs long suites whole instead of a share of them
 * (`tests/share.ts`); without files, all tests run.
 */
import { Command } from "commander";
import { runProgram } from "../shared/command_line.ts";
import { ROOT } from "../shared/paths.ts";
import { TextLineStream } from "../shared/lines.ts";

await runProgram(
  new Command("deno task test")
    .description("Run all tests, or those that the arguments name.")
    .option("--full", "run long suites whole instead of a share of them")
    .option("--filter <text>", "run tests whose names contain it")
    .option("--ignore <glob>", "leave out these files")
    .option("--no-check", "do not check types first")
    .option("--fail-fast", "stop after the first failure")
    .argument("[files...]", "files and folders")
    .action(runTests),
);

/** What `deno test` found. */
interface Outcome {
  passed: number;
  failed: number;
}

interface TestRun {
  output: ReadableStream<Uint8Array>;
  outcome: Promise<Outcome>;
}

async function runTests(
  files: string[],
  { full = false }: { full?: boolean },
): Promise<void> {
  const env = {
    TF_CPP_MIN_LOG_LEVEL: "2",
    ...full ? { MLE_FULL: "1" } : {},
    ...Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : {},
  };
  const args = Deno.args.filter((arg) => arg !== "--full");
  const outcomes = [];
  for (
    const run of files.length > 0
      ? [startTests(args, env)]
      : startAll(args, env)
  ) {
    await run.output.pipeTo(Deno.stdout.writable, { preventClose: true });
    outcomes.push(await run.outcome);
  }
  const passed = outcomes.reduce((sum, { passed }) => sum + passed, 0);
  const failed = outcomes.reduce((sum, { failed }) => sum + failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  Deno.exit(failed > 0 ? 1 : 0);
}

/**
 * Starts all tests. Slow ones mostly wait for the processes that they start, so
 * the quick ones run beside them, and after those the notebooks.
 */
function* startAll(
  options: string[],
  env: Record<string, string>,
): Iterable<TestRun> {
  const slowFiles = "**/*_slow_test.ts";
  const start = (...args: string[]) => startTests([...options, ...args], env);
  const slow = start("--ignore=tests/notebooks", `tests/${slowFiles}`);
  yield start(`--ignore=${slowFiles}`, "tests");
  yield start(`tests/notebooks/${slowFiles}`);
  yield slow;
}

/**
 * Starts `deno test`. Test files run one after the other, because TensorFlow's
 * addon has one state per process.
 */
function startTests(
  args: string[],
  env: Record<string, string>,
): TestRun {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", ...args],
    cwd: ROOT,
    env,
    stdout: "piped",
  }).spawn();
  const [output, read] = child.stdout.tee();
  return { output, outcome: outcomeOf(child, read) };
}

async function outcomeOf(
  child: Deno.ChildProcess,
  output: ReadableStream<Uint8Array>,
): Promise<Outcome> {
  // If there is no summary, the tests could not start, which counts as one
  // failure.
  let outcome = { passed: 0, failed: 1 };
  const lines = output.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    const summary = /(?:ok|FAILED)\S* \| (\d+) passed.* \| (\d+) failed/.exec(
      line,
    );
    if (summary) {
      outcome = { passed: Number(summary[1]), failed: Number(summary[2]) };
    }
  }
  const { success } = await child.status;
  return success
    ? outcome
    : { ...outcome, failed: Math.max(outcome.failed, 1) };
}
