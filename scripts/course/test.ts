/**
 * Runs the tests and ends with a line `N passed, N failed`: `deno task test`.
 * `--full` runs long suites whole instead of a share of them
 * (`tests/share.ts`); without files, all tests run.
 */
import { Command } from "commander";
import { inParallel } from "../shared/in_parallel.ts";
import { runProgram } from "../shared/command_line.ts";
import { denoTest, type Outcome, typesOf } from "./test/deno_test.ts";
import { testChains } from "./test/units.ts";

// One more than there are cores, as many tests wait half of the time for what
// they have started; of more than five at a time nobody has tried the memory.
const LANES = Math.min(navigator.hardwareConcurrency, 4) + 1;

interface Options {
  full?: boolean;
  quick?: boolean;
  check: boolean;
  filter?: string;
  failFast?: boolean;
}

await runProgram(
  new Command("deno task test")
    .description("Run all tests, or those that the arguments name.")
    .option("--full", "run long suites whole instead of a share of them")
    .option("--quick", "leave out what is slow: *_slow_test.ts")
    .option("--filter <text>", "run tests whose names contain it")
    .option("--no-check", "do not check types")
    .option("--fail-fast", "stop after the first failure")
    .argument("[files...]", "files and folders", ["tests"])
    .action(runTests),
);

async function runTests(
  paths: string[],
  { full, quick, check, filter, failFast }: Options,
): Promise<void> {
  const options = [
    ...filter === undefined ? [] : [`--filter=${filter}`],
    ...failFast ? ["--fail-fast"] : [],
  ];
  const env: Record<string, string> = full ? { MLE_FULL: "1" } : {};
  const chains = await testChains(paths, quick);
  const files = chains.flat(2);
  const works = chains.map((units) =>
    units.map((unit) => () =>
      denoTest(unit, options, env, unit.length === files.length)
    )
  );
  if (check) works.push([() => typesOf(files)]);

  const sum: Outcome = { passed: 0, failed: 0 };
  const stop = new AbortController();
  await inParallel(works, LANES, async (chain) => {
    for (const work of chain) {
      if (stop.signal.aborted) return;
      const { passed, failed } = await work();
      sum.passed += passed;
      sum.failed += failed;
      if (failFast && sum.failed > 0) stop.abort();
    }
  }, stop.signal);
  if (filter !== undefined && sum.passed + sum.failed === 0) {
    throw new Error(`Cannot run tests: none has "${filter}" in its name`);
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  Deno.exit(sum.failed > 0 ? 1 : 0);
}
