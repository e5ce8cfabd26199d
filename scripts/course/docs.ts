/** Writes the library's reference as pages, into build/docs: `deno task docs`. */
import { Command } from "commander";
import { join, relative } from "node:path";
import { publicModules } from "./docs/public_modules.ts";
import { runOrThrow } from "../shared/command.ts";
import { runProgram } from "../shared/command_line.ts";
import { BUILD, ROOT } from "../shared/paths.ts";

await runProgram(
  new Command("deno task docs")
    .description("Write the library's reference as pages, into build/docs.")
    .action(writeDocs),
);

async function writeDocs(): Promise<void> {
  const output = join(BUILD, "docs");
  await runOrThrow({
    program: Deno.execPath(),
    args: ["doc", "-q", "--html", "--name=Machine Learning Essentials"]
      .concat(`--output=${output}`, await publicModules()),
    cwd: ROOT,
  });
  console.log(relative(ROOT, join(output, "index.html")));
}
