/** All quick checks before a commit: `deno task ok`. */
import { CommandError, runOrThrow } from "./shared/command.ts";
import { ROOT } from "./shared/paths.ts";
import { Progress } from "./shared/progress.ts";

const CODE = ["lib", "scripts", "tests"];

interface Check {
  title: string;
  args: string[];
}

const checks: Check[] = [
  // Notebooks' format is checked with their cells: scripts/check/format.ts.
  { title: "format", args: ["fmt", "--check", "--ignore=notebooks"] },
  { title: "lint", args: ["lint"] },
  { title: "types", args: ["check", ...CODE] },
  { title: "notebook cells", args: ["run", "-A", "scripts/course/check.ts"] },
  { title: "docs", args: ["run", "-A", "scripts/check_docs.ts"] },
  {
    title: "fast tests",
    args: ["run", "-A", "scripts/test.ts", "--no-check"]
      .concat(["--ignore=**/*_slow_test.ts", "tests"]),
  },
];

const failures: string[] = [];
for (const { title, args } of checks) {
  const progress = new Progress();
  progress.start(title);
  try {
    const { output } = await runOrThrow({
      program: Deno.execPath(),
      args,
      cwd: ROOT,
      env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
      onLine: (line) => progress.detail(line),
    });
    progress.done(output.trimEnd().split("\n").at(-1) ?? "");
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    progress.failed();
    failures.push(`${title}\n${error.message}`);
  }
}
for (const failure of failures) console.error(`\n✗ ${failure}`);
if (failures.length > 0) Deno.exit(1);
