/** Writes the answers as pages, into build/answers: `deno task answers`. */
import { join, relative } from "node:path";
import { Command } from "commander";
import { exists, writeFileAtomically } from "mle/io/mod.ts";
import { modelAnswers } from "./answers/model_answers.ts";
import { EXERCISES } from "./tasks/exercises.ts";
import { parseRawNotebook } from "../notebooks/format.ts";
import { writeHtml } from "../notebooks/html.ts";
import { runProgram } from "../shared/command_line.ts";
import { BUILD, ROOT } from "../shared/paths.ts";

await runProgram(
  new Command("deno task answers")
    .description(
      "Write answers and discussion as pages to hand out after the deadline, " +
        "into build/answers. They are taken from the notebooks that deno task " +
        "notebooks has executed.",
    )
    .action(writeAnswers),
);

async function writeAnswers(): Promise<void> {
  const folder = join(BUILD, "answers");
  const paths = EXERCISES.map(({ notebook }) =>
    join(BUILD, "notebooks", `${notebook}.ipynb`)
  );
  for (const path of paths) {
    if (await exists(path)) continue;
    throw new Error(
      `Cannot write the answers: expected ${relative(ROOT, path)}, got no ` +
        "such file; run deno task notebooks first",
    );
  }
  await Deno.mkdir(folder, { recursive: true });
  for (const [i, exercise] of EXERCISES.entries()) {
    const text = await Deno.readTextFile(paths[i]);
    const answers = modelAnswers(parseRawNotebook(text, paths[i]), exercise);
    const source = join(folder, `${exercise.notebook}_answers.ipynb`);
    await writeFileAtomically(source, JSON.stringify(answers));
    try {
      console.log(relative(ROOT, await writeHtml(source, folder)));
    } finally {
      await Deno.remove(source);
    }
  }
}
