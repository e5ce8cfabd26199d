/** Grades submissions: `deno task grade --help`. */
import { Command, InvalidArgumentError } from "commander";
import { notebooksOn } from "./cluster/notebooks.ts";
import {
  type ClusterOptions,
  JOBQUEUE,
  openCluster,
  SCHEDULER,
  SLURM,
} from "./cluster/options.ts";
import { ourCourse } from "./grade/course.ts";
import { gradeAll } from "./grade/grade_all.ts";
import { readRoster } from "./grade/intake/mod.ts";
import { updateGradebook } from "./grade/publish/gradebook.ts";
import { readTime } from "./grade/publish/late.ts";
import { forget, republish } from "./grade/republish.ts";
import { needsPerson, publishedSummary, summary } from "./grade/summary.ts";
import { DEFAULT_LIMITS, Sandboxes, sandboxProblem } from "./sandbox/mod.ts";
import { ClusterError } from "../shared/cluster_error.ts";
import { runProgram, userPath } from "../shared/command_line.ts";
import { integerFrom, positiveNumber } from "../shared/number_options.ts";
import { Progress } from "../shared/progress.ts";

const UNSAFE = `Without a sandbox the submissions' code runs as you: it can read
and change your files, other students' work and the marks, use the network, and go
on running afterwards.`;

interface Options extends ClusterOptions {
  out?: string;
  roster?: string;
  due?: string;
  latePenalty: number;
  students?: string[];
  again?: string[];
  workers?: number;
  cellTime: number;
  notebookTime: number;
  memory: number;
  seed?: number;
  unsafe?: boolean;
}

const MIB = 2 ** 20;
const { cellMs, notebookMs, memoryBytes } = DEFAULT_LIMITS;

await runProgram(
  new Command("deno task grade")
    .description(
      "Grade submissions: a folder in nbgrader's layout, a folder of notebooks, or\n" +
        "the zip of Canvas, Moodle, ILIAS or Blackboard. Only what has changed since\n" +
        "the last run into the same folder is run.\n\n" +
        "Into the folder of marks come marks.csv (a line for each student), tasks.csv,\n" +
        "statistics.csv, changes.csv (points that are not what they were), a page of\n" +
        "feedback for each student, and what nbgrader's formgrader shows. What a\n" +
        "person has to mark is there: start JupyterLab in the folder of marks\n" +
        "(.venv/bin/jupyter lab), menu Nbgrader, Formgrader; then `publish`.\n\n" +
        "Exit code: 0 all is graded, 1 a person is needed, 2 nothing could be graded.",
    )
    .argument("<submissions>", "the folder or zip")
    .option("--out <folder>", "folder for the marks")
    .option(
      "--roster <csv>",
      "the course's students: columns id and name, or the list that Canvas,\n" +
        "Moodle (grading worksheet), ILIAS (status.csv) or Blackboard exports;\n" +
        "grades.csv is that list with the marks of all of whom nothing waits for\n" +
        "a person, to be taken back by the platform",
    )
    .option("--due <time>", "2025-06-11T23:59: counts days late", time)
    .option(
      "--late-penalty <percent>",
      "of the points, for each day late that has begun",
      percent,
      0,
    )
    .option(
      "--students <ids...>",
      "grade only these; the others keep their marks",
    )
    .option(
      "--again <names...>",
      "students, exercises or tasks to be graded though nothing has changed",
    )
    .option("--workers <n>", "notebooks at a time", integerFrom(1))
    .option("--cell-time <s>", "of one cell", positiveNumber, cellMs / 1000)
    .option(
      "--notebook-time <s>",
      "of a notebook",
      positiveNumber,
      notebookMs / 1000,
    )
    .option(
      "--memory <MB>",
      "of a notebook",
      integerFrom(256),
      memoryBytes / MIB,
    )
    .option(
      "--seed <number>",
      "draw the inputs of all hidden tests from this number, to repeat a run;\n" +
        "otherwise they differ between submissions and between runs",
      integerFrom(0),
    )
    .option(
      "--unsafe",
      "run without a sandbox where none can be made; only for submissions\n" +
        "that you trust",
    )
    .addOption(SCHEDULER).addOption(JOBQUEUE).addOption(SLURM)
    .action(grade)
    .addCommand(
      new Command("publish")
        .description(
          "Bring tables and pages up to date with formgrader's points and comments",
        )
        .argument("<marks>", "the folder of marks")
        .action(async (marks: string) => {
          const published = await republish(await republication(marks));
          console.log(publishedSummary(published).join("\n"));
        }),
    )
    .addCommand(
      new Command("forget")
        .description(
          "Take all of a student out of a folder of marks: name, work, pages, marks",
        )
        .argument("<marks>", "the folder of marks")
        .argument("<student>", "as marks.csv has them")
        .action(async (marks: string, student: string) => {
          await forget(await republication(marks), student);
          console.log(
            `${student} is gone from ${marks}. What was handed in is still where ` +
              "it was.",
          );
        }),
    ),
);

async function republication(marks: string) {
  const { teachers } = await ourCourse();
  return { marks: userPath(marks), teachers, gradebook: updateGradebook };
}

async function grade(submissions: string, options: Options): Promise<void> {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  if (Deno.build.os !== "windows") {
    Deno.addSignalListener("SIGTERM", () => stop.abort());
  }
  const { out, roster, due, unsafe = false } = options;
  try {
    // Commander would ask for it with the other commands, too.
    if (out === undefined) throw new TypeError("Missing: --out <folder>");
    if (options.latePenalty > 0 && due === undefined) {
      throw new TypeError(
        "--late-penalty needs --due <time>: late after when?",
      );
    }
    if (unsafe) console.log(`${UNSAFE}\n`);
    else await requireSandbox();
    const limits = {
      cellMs: options.cellTime * 1000,
      notebookMs: options.notebookTime * 1000,
      memoryBytes: options.memory * MIB,
    };
    await using cluster = await openCluster(
      options,
      stop.signal,
      (error) => stop.abort(error),
    );
    const outcome = await gradeAll({
      submissions: userPath(submissions),
      roster: roster === undefined
        ? undefined
        : readRoster(await Deno.readTextFile(userPath(roster))),
      marks: userPath(out),
      course: await ourCourse(),
      openSandboxes: (...asked) => new Sandboxes(...asked),
      gradebook: updateGradebook,
      elsewhere: cluster && notebooksOn(cluster),
      unsafe,
      seed: options.seed,
      limits,
      rule: due === undefined
        ? undefined
        : { due, percentPerDay: options.latePenalty },
      students: options.students,
      again: options.again,
      width: cluster?.width ?? options.workers ?? width(limits.memoryBytes),
      progress: new Progress(),
      signal: stop.signal,
    });
    console.log(`\n${summary(outcome).join("\n")}`);
    if (outcome.stopped) throw new Error("stopped");
    const open = needsPerson(outcome, due);
    if (open.length === 0) return;
    console.log(`\nA person is needed for:\n- ${open.join("\n- ")}`);
  } catch (error) {
    const { aborted, reason } = stop.signal;
    if (aborted && reason instanceof ClusterError) {
      console.error(`\n${reason.message} The same command goes on from here.`);
      Deno.exit(2);
    }
    if (aborted) {
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
function width(memoryBytes: number): number {
  const { available } = Deno.systemMemoryInfo();
  const fitting = Math.floor(available / memoryBytes);
  return Math.max(1, Math.min(navigator.hardwareConcurrency, fitting));
}

function time(text: string): string {
  const read = readTime(text);
  if (read !== undefined) return read;
  throw new InvalidArgumentError(
    `Expected a time such as 2025-06-11T23:59, got ${text}.`,
  );
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError(
    `Expected a number from 0 to 100, got ${text}.`,
  );
}
