/** Grades submissions: `deno task grade --help`. */
import { Command } from "commander";
import { ourCourse } from "./grade/course.ts";
import { gradeAll } from "./grade/grade_all.ts";
import { updateGradebook } from "./grade/publish/gradebook.ts";
import { needsPerson, summary } from "./grade/summary.ts";
import { DEFAULT_LIMITS, Sandboxes, sandboxProblem } from "./sandbox/mod.ts";
import { runProgram, userPath } from "../shared/command_line.ts";
import { Progress } from "../shared/progress.ts";

const UNSAFE = `Without a sandbox the submissions' code runs as you: it can read
and change your files, other students' work and the marks, use the network, and go
on running afterwards.`;

await runProgram(
  new Command("deno task grade")
    .description(
      "Grade submissions: a folder in nbgrader's layout, a folder of notebooks,\n" +
        "or a learning platform's zip. Only what has changed since the last run\n" +
        "into the same folder is run.\n\n" +
        "What a person has to mark is in nbgrader's formgrader: start JupyterLab in\n" +
        "the folder of marks (.venv/bin/jupyter lab), menu Nbgrader, Formgrader.\n\n" +
        "Exit code: 0 all is graded, 1 a person is needed, 2 nothing could be graded.",
    )
    .argument("<submissions>", "the folder or zip")
    .requiredOption(
      "--out <folder>",
      "folder for the marks: marks.csv, feedback, nbgrader's gradebook",
    )
    .option(
      "--unsafe",
      "run without a sandbox where none can be made; only for submissions\n" +
        "that you trust",
    )
    .action(grade),
);

async function grade(
  submissions: string,
  { out, unsafe = false }: { out: string; unsafe?: boolean },
): Promise<void> {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGTERM", () => stop.abort());
  }
  try {
    if (unsafe) console.log(`${UNSAFE}\n`);
    else await requireSandbox();
    const marks = userPath(out);
    const outcome = await gradeAll({
      submissions: userPath(submissions),
      marks,
      course: await ourCourse(),
      openRunners: (...asked) => new Sandboxes(...asked),
      gradebook: updateGradebook,
      unsafe,
      width: width(),
      progress: new Progress(),
      signal: stop.signal,
    });
    console.log(`\n${summary(outcome).join("\n")}`);
    if (outcome.stopped) throw new Error("stopped");
    const open = needsPerson(outcome);
    if (open.length === 0) return;
    console.log(`\nA person is needed for:\n- ${open.join("\n- ")}`);
  } catch (error) {
    if (stop.signal.aborted) {
      console.log("\nStopped. The same command goes on from here.");
      Deno.exit(130);
    }
    console.error(error instanceof Error ? error.message : String(error));
    Deno.exit(2);
  }
  Deno.exit(1);
}

async function requireSandbox(): Promise<void> {
  const problem = await sandboxProblem();
  if (problem === undefined) return;
  throw new Error(
    `Nothing is graded without a sandbox. ${problem}\n` +
      `Or take --unsafe. ${UNSAFE}`,
  );
}

/** How many notebooks may run at the same time, by processors and memory. */
function width(): number {
  const { available } = Deno.systemMemoryInfo();
  const fitting = Math.floor(available / DEFAULT_LIMITS.memoryBytes);
  return Math.max(1, Math.min(navigator.hardwareConcurrency, fitting));
}
