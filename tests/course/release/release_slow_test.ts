import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  parseNotebook,
  readNotebook,
} from "../../../scripts/notebooks/format.ts";
import {
  findNotebooks,
  NOTEBOOKS,
} from "../../../scripts/notebooks/sources.ts";
import { exerciseOf } from "../../../scripts/course/tasks/exercises.ts";
import { promptOf } from "../../../scripts/course/tasks/prompt.ts";
import { ANSWER_ONLY } from "../../../scripts/course/tasks/task_problems.ts";
import { run, runOrThrow } from "../../../scripts/shared/command.ts";
import { BUILD, ROOT, venvProgram } from "../../../scripts/shared/paths.ts";
import { pythonEnv } from "../../../scripts/shared/python_env.ts";
import { withFolder } from "../../notebooks/sample.ts";
import { answersTo } from "./answers.ts";
import { filesIn } from "./files_in.ts";

const EXERCISE_2 = "exercise_2_cnn_classifier.ipynb";

Deno.test("the students' edition", async (t) => {
  await withFolder(async (folder) => {
    const deno = (...args: string[]) => ({
      program: Deno.execPath(),
      args: ["run", "-A", ...args],
      env: { NO_COLOR: "1" },
    });
    await runOrThrow({ ...deno("scripts/course/release.ts"), cwd: ROOT });
    await runOrThrow({
      program: venvProgram("python"),
      args: ["-m", "zipfile", "-e", join(BUILD, "release", "sheet_6.zip"), "."],
      cwd: folder,
    });
    const project = join(folder, "sheet_6");
    const files = await filesIn(project);

    await t.step(
      "has what a student needs, and nothing of a teacher's",
      async () => {
        const paths = [...files.keys()];
        const compiled = await filesIn(join(ROOT, "lib", "tf", "native"));
        const needed = [...compiled.keys()].map((name) =>
          `lib/tf/native/${name}`
        );
        assert(needed.length > 0);
        for (const path of [...NEEDED, ...needed]) {
          assert(paths.includes(path), path);
        }
        const teachers = paths.filter((path) => TEACHERS.test(path));
        assertEquals(teachers, []);
      },
    );

    await t.step("has no line of a solution or a hidden test", async () => {
      const secrets = await secretLines();
      assert(secrets.size > 300, `only ${secrets.size} lines to search for`);
      const found = [...files].flatMap(([path, text]) =>
        text.split("\n").map(plain).filter((line) => secrets.has(line))
          .map((line) => `${path}: ${line}`)
      );
      assertEquals(found, []);
    });

    await t.step(
      "keeps nbgrader's metadata, and answers are to be written",
      () => {
        for (const [path, text] of files) {
          if (!path.endsWith(".ipynb")) continue;
          for (const cell of JSON.parse(text).cells) {
            const { nbgrader } = cell.metadata;
            if (!nbgrader) continue;
            if (!nbgrader.solution) assert(nbgrader.checksum, cell.id);
            const source: string = [cell.source].flat().join("");
            const stub = cell.cell_type === "code"
              ? "// YOUR CODE HERE"
              : "YOUR ANSWER HERE";
            assertEquals(source.includes(stub), nbgrader.solution, cell.id);
          }
        }
      },
    );

    for (const name of ["node_modules", ".venv"]) { // what set-up makes
      await Deno.symlink(join(ROOT, name), join(project, name));
    }
    await t.step("passes its own deno task check", async () => {
      const { stdout } = await runOrThrow({
        ...deno("scripts/check.ts"),
        cwd: project,
      });
      assertStringIncludes(stdout, "3 notebooks checked, 0 problems");
    });

    await t.step("filled in, executes under plain nbconvert", async () => {
      const { code, output } = await execute(
        project,
        await answersTo(EXERCISE_2),
      );
      assertEquals(code, 0, output);
    });

    await t.step(
      "fails under plain nbconvert where a self-check fails",
      async () => {
        const answers = await answersTo(EXERCISE_2);
        const answer = answers.get("task-3-answer")!;
        const wrong = answer.replace("correct / seen", "lastBatchAccuracy");
        answers.set("task-3-answer", wrong);
        const { code, output } = await execute(project, answers);
        assertEquals(code, 1, output);
        assertStringIncludes(
          output,
          "CheckError: trainAccuracy: expected [0.33333, 0.66667, 1, 1], got " +
            "[0, 0, 1, 1]. That is the accuracy of the epoch's last batch alone",
        );
      },
    );

    await t.step("nbgrader validate says in full what is missing", async () => {
      const filled = await validate(project, await answersTo(EXERCISE_2));
      assertStringIncludes(filled, "Your notebook passes all the tests");
      const untouched = await validate(project, new Map());
      assertStringIncludes(untouched, "VALIDATION FAILED ON 9 CELL(S)!");
      assertStringIncludes(untouched, "You did not provide a response");
      assertStringIncludes(
        untouched,
        "CheckError: Parameter conv1.weight: expected [4, 3, 3, 3], got " +
          "nothing. Call the convolutions conv1 and conv2. The model has none\n",
      );
    });
  });
});

const NEEDED = ["README.md", "deno.json", "deno.lock", "requirements.txt"]
  .concat(["data/sheet/sheet_runs.csv", "lib/testing/mod.ts"])
  .concat([".vscode/settings.json", ".vscode/extensions.json"])
  .concat(["setup", "notebooks", "data", "check", "doctor", "lab"]
    .map((task) => `scripts/${task}.ts`))
  .concat(["lib/checks/mod.ts", "lib/nn/mod.ts", `notebooks/${EXERCISE_2}`]);

const TEACHERS = /^(tests|scripts\/course|lib\/(grading|sheet))\//;

/** The lines that stand in solutions and hidden tests, and nowhere else. */
async function secretLines(): Promise<Set<string>> {
  const secret = new Set<string>();
  const open = new Set<string>();
  const add = (lines: Set<string>, text = "") => {
    for (const line of text.split("\n").map(plain)) {
      if (line.length >= 25) lines.add(line);
    }
  };
  for (const path of await findNotebooks(NOTEBOOKS)) {
    const { name, cells } = await readNotebook(path);
    const exercise = exerciseOf(name.replace(/\.ipynb$/, ""))!;
    const answers = [exercise.answers, exercise.texts].flatMap(Object.keys);
    for (const { id, source, tags } of cells) {
      const isSecret = answers.includes(id) || tags.includes(ANSWER_ONLY);
      add(isSecret ? secret : open, source);
      add(open, await promptOf(exercise, id));
    }
  }
  for (const folder of ["lib", "scripts"]) {
    for (const [path, text] of await filesIn(join(ROOT, folder))) {
      const isSecret = /^lib\/(sheet|grading)\/|^scripts\/.*_tests\.ts$/
        .test(`${folder}/${path}`);
      add(isSecret ? secret : open, text);
    }
  }
  return secret.difference(open);
}

/** A line of a file, or of a cell in a notebook's file. */
function plain(line: string): string {
  try {
    const text = JSON.parse(line.trim().replace(/,$/, ""));
    return typeof text === "string" ? text.trim() : line.trim();
  } catch {
    return line.trim();
  }
}

/** Executes the notebook of {@linkcode fillIn} as a student's Jupyter does. */
async function execute(project: string, answers: Map<string, string>) {
  const filled = await fillIn(project, answers);
  return await runIn(
    project,
    "jupyter",
    ...["nbconvert", "--to", "notebook", "--execute", filled],
    ...["--output", "executed.ipynb"],
  );
}

/** What `nbgrader validate` says of it; text answers are there if others are. */
async function validate(
  project: string,
  answers: Map<string, string>,
): Promise<string> {
  if (answers.size > 0) answers.set("learning-rates-meaning", "It learns.");
  const filled = await fillIn(project, answers);
  return (await runIn(project, "nbgrader", "validate", filled)).output;
}

/** Setup, answers and self-checks of Exercise 2; returns the notebook's path. */
async function fillIn(
  project: string,
  answers: Map<string, string>,
): Promise<string> {
  const path = join(project, "notebooks", EXERCISE_2);
  const text = await Deno.readTextFile(path);
  const kept = new Set(
    parseNotebook(text, path).cells
      .filter(({ tags, nbgrader }) => tags.includes("setup") || nbgrader)
      .map(({ id }) => id),
  );
  const notebook = JSON.parse(text) as {
    cells: { id: string; source: unknown }[];
  };
  const cells = notebook.cells
    .filter(({ id }) => kept.has(id))
    .map((cell) => ({ ...cell, source: answers.get(cell.id) ?? cell.source }));
  const filled = join(project, "notebooks", "filled.ipynb");
  await Deno.writeTextFile(filled, JSON.stringify({ ...notebook, cells }));
  return filled;
}

async function runIn(cwd: string, program: string, ...args: string[]) {
  return await run({
    program: venvProgram(program),
    args,
    cwd,
    onlyEnv: { ...pythonEnv(), NO_COLOR: "1" },
  });
}
