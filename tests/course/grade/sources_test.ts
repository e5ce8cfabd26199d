import { assert, assertEquals } from "@std/assert";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { sourcesOfMarks } from "../../../scripts/course/grade/sources.ts";
import { NOTEBOOKS } from "../../../scripts/notebooks/sources.ts";
import { runOrThrow } from "../../../scripts/shared/command.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";

Deno.test("marks depend on all that runs and on pinned versions, not on the machine", async () => {
  const paths = await sourcesOfMarks();
  for (
    const path of [
      ...["deno.lock", "deno.json", "requirements.txt"],
      "scripts/setup/tensorflow.txt",
      ...["lib/nn/linear.ts", "lib/grading/mod.ts"],
      ...[
        "notebooks/exercise_1_derivations.ipynb",
        "data/sheet/sheet_runs.csv",
      ],
      "scripts/course/grade/intake/slim_program.ts", // started
      "scripts/course/sandbox/driver/run.py",
      "scripts/course/tasks/exercise_2/cnn_classifier_tests.ts",
    ]
  ) assert(paths.includes(path), path);
  assert(paths.some((path) => /^lib\/tf\/native\/.*\.cc$/.test(path)));
  const others = paths.filter((path) =>
    /\.node$|\.so$|__pycache__|node_modules|\.venv|bench|train\//.test(path) &&
    !path.startsWith("lib/")
  );
  assertEquals(others, []);
  const { stdout } = await runOrThrow({
    program: Deno.execPath(),
    args: ["info", "--json", "scripts/course/grade.ts"],
    cwd: ROOT,
  });
  const { modules } = JSON.parse(stdout) as {
    modules: { specifier: string }[];
  };
  const imported = modules.map(({ specifier }) => specifier)
    .filter((specifier) => specifier.startsWith(`file://${ROOT}/`))
    .map((specifier) => relative(ROOT, fileURLToPath(specifier)))
    .filter((path) => !path.startsWith("node_modules/"));
  assert(imported.length > 50);
  assertEquals(imported.filter((path) => !paths.includes(path)), []);
});

Deno.test("marks do not depend on what is left beside the notebooks", async () => {
  const before = await sourcesOfMarks();
  const left = [".ipynb_checkpoints", `left_${Deno.pid}`]
    .map((name) => join(NOTEBOOKS, name, String(Deno.pid)));
  try {
    for (const folder of left) {
      await Deno.mkdir(folder, { recursive: true });
      await Deno.writeTextFile(join(folder, "a-checkpoint.ipynb"), "{}");
    }
    assertEquals(await sourcesOfMarks(), before);
  } finally {
    for (const folder of left) await Deno.remove(folder, { recursive: true });
    await Deno.remove(join(NOTEBOOKS, `left_${Deno.pid}`));
  }
});
