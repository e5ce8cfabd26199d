/**
 * Measures grading on this machine, with small notebooks in real sandboxes and
 * nbgrader's gradebook: time per notebook beyond its cells, and a class.
 *
 *     deno run -A tests/course/grade/measure.ts [students]
 *
 * The default is 500 students, which takes some minutes on two cores.
 */
import { join } from "node:path";
import { updateGradebook } from "../../../scripts/course/grade/publish/gradebook.ts";
import { Sandboxes } from "../../../scripts/course/sandbox/mod.ts";
import { inKernel, kernelCourse } from "./kernel_course.ts";
import { RIGHT, submission, type TestCell } from "./notebooks.ts";
import { gradeSmall, handIn, SILENT } from "./small_course.ts";

const MIB = 2 ** 20;
const WORKERS = navigator.hardwareConcurrency;
const TEXT = "They grow faster than $x$, since $\\frac{d}{dx} x^2 = 2x$.";

/** A few kinds of students; others differ from them in a line only. */
const KINDS: TestCell[][] = [
  inKernel(RIGHT),
  inKernel(submission({ cube: { source: "var cube = () => 8;" } }, RIGHT)),
  inKernel(submission({ discussion: { source: TEXT } }, RIGHT)),
  inKernel(submission({ cube: { source: "Deno.exit(0);" } }, RIGHT)),
];

/** Seconds of each step of a run, by title. */
type Steps = Record<string, number>;

async function grade(
  students: number,
  kinds: readonly TestCell[][],
  width: number,
) {
  const folder = await Deno.makeTempDir({ prefix: "mle-measure-" });
  try {
    await handIn(
      folder,
      Object.fromEntries(
        Array.from({ length: students }, (_, i) => {
          const own = { id: "own", source: `// student ${i}` };
          const name = `s${String(i).padStart(4, "0")}`;
          return [name, [...kinds[i % kinds.length], own]];
        }),
      ),
    );
    const workspace = join(folder, "workspace");
    await Deno.mkdir(workspace);
    await Deno.writeTextFile(join(workspace, "deno.json"), "{}");
    const steps: Steps = {};
    let [title, startedAt] = ["", 0];
    const { results } = await gradeSmall(folder, {
      course: kernelCourse(workspace),
      openSandboxes: (...asked) => new Sandboxes(...asked),
      gradebook: updateGradebook,
      width,
      progress: {
        ...SILENT,
        start: (step) => [title, startedAt] = [step, performance.now()],
        done: () => steps[title] = (performance.now() - startedAt) / 1000,
      },
    });
    const cells = results.flatMap(({ marks }) => marks)
      .reduce((sum, { durationMs }) => sum + durationMs / 1000, 0);
    return { steps, cells };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The most memory that this process has had, in MB. */
async function peakMemory(): Promise<number> {
  const status = await Deno.readTextFile("/proc/self/status");
  return Number(/^VmHWM:\s*(\d+)/m.exec(status)![1]) * 1024 / MIB;
}

const load = () => Deno.loadavg().map((value) => value.toFixed(1)).join(", ");

const students = Number(Deno.args[0] ?? 500);
console.log(`${WORKERS} processors, load ${load()} (1, 5, 15 minutes)`);

const FEW = 20;
const few = await grade(FEW, [KINDS[0]], 1);
const beyond = (few.steps["Grading"] - few.cells) / FEW;
console.log(
  `${FEW} notebooks, one at a time: ${beyond.toFixed(2)} s each beyond the ` +
    `${(few.cells / FEW).toFixed(2)} s of its cells`,
);

const { steps } = await grade(students, KINDS, WORKERS);
const perNotebook = steps["Grading"] / students;
console.log(
  `${students} students, ${WORKERS} at a time: ${
    perNotebook.toFixed(2)
  } s for ` +
    `each notebook; ` +
    Object.entries(steps).map(([title, seconds]) =>
      `${title} ${seconds.toFixed(1)} s`
    ).join(", "),
);
console.log(
  `the grader's memory at its peak: ${(await peakMemory()).toFixed(0)} MB; ` +
    `load ${load()}`,
);
