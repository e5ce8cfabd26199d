/** Takes outputs out of notebooks, so that none get into a commit: `deno task strip`. */
import { Command } from "commander";
import { relative } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { findNotebooks, NOTEBOOKS } from "./notebooks/sources.ts";
import { stripOutputs } from "./notebooks/strip_outputs.ts";
import { runProgram, userPath } from "./shared/command_line.ts";
import { ROOT } from "./shared/paths.ts";

await runProgram(
  new Command("deno task strip")
    .description(
      "Takes outputs and execution counts out of notebooks, and leaves all else as it is.",
    )
    .argument("[notebooks...]", "notebooks; those of the project if left out")
    .action(async (paths: string[]) => {
      const notebooks = paths.length > 0
        ? paths.map(userPath)
        : await findNotebooks(NOTEBOOKS);
      for (const path of notebooks) {
        const text = await Deno.readTextFile(path);
        const stripped = stripOutputs(text, path);
        if (stripped === text) continue;
        await writeFileAtomically(path, stripped);
        console.log(`Stripped ${relative(ROOT, path)}`);
      }
    }),
);
