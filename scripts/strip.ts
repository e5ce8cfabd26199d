/**
 * Removes outputs from notebooks, so that none are committed: `deno task
 * strip`.
 */
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
      "Remove outputs and execution counts from notebooks, and leave the rest as it is.",
    )
    .argument("[notebooks...]", "notebooks; by default those of the project")
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
