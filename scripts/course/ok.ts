/** All quick checks before a commit: `deno task ok`. */
import { Command } from "commander";
import { join } from "node:path";
import { quickChecks } from "./ok/checks.ts";
import { toolsStep } from "./ok/tools_step.ts";
import { findMachine } from "../setup/requirements.ts";
import { setUp } from "../setup/set_up.ts";
import { run } from "../shared/command.ts";
import { runProgram } from "../shared/command_line.ts";
import { inParallel } from "../shared/in_parallel.ts";
import { BUILD, ROOT } from "../shared/paths.ts";
import { durationText } from "mle/notebook/duration_text.ts";

await runProgram(
  new Command("deno task ok")
    .description("All quick checks: format, lint, types, docs, fast tests.")
    .action(checkAll),
);

async function checkAll(): Promise<void> {
  await setUp([toolsStep], join(BUILD, "ok.lock"), findMachine);

  const startedAt = performance.now();
  const failures: string[] = [];
  // The other checks run beside the tests, which wait for each other at the end.
  await inParallel(await quickChecks(), 2, async ({ title, program, args }) => {
    const startedAt = performance.now();
    const { code, output } = await run({
      program,
      args,
      cwd: ROOT,
      env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
    });
    const took = durationText(performance.now() - startedAt);
    const lastLine = output.trimEnd().split("\n").at(-1);
    const result = code === 0
      ? `✓ ${title}: ${lastLine || "ok"}`
      : `✗ ${title}`;
    console.log(`${result} (${took})`);
    if (code !== 0) failures.push(`✗ ${title}\n${output.trimEnd()}`);
  });
  for (const failure of failures) console.error(`\n${failure}`);
  console.log(
    `\n${
      failures.length === 0 ? "All is well" : `${failures.length} failed`
    } ` +
      `(${durationText(performance.now() - startedAt)})`,
  );
  if (failures.length > 0) Deno.exit(1);
}
