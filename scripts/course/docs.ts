/** Writes the library's reference as pages, into build/docs: `deno task docs`. */
import { Command } from "commander";
import { join, relative } from "node:path";
import { exists } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { runProgram } from "../shared/command_line.ts";
import { BUILD, ROOT } from "../shared/paths.ts";

await runProgram(
  new Command("deno task docs")
    .description("Write the library's reference as pages, into build/docs.")
    .action(writeDocs),
);

async function writeDocs(): Promise<void> {
  const modules: string[] = [];
  for await (const { name } of Deno.readDir(join(ROOT, "lib"))) {
    const module = join("lib", name, "mod.ts");
    if (await exists(join(ROOT, module))) modules.push(module);
  }
  const output = join(BUILD, "docs");
  await runOrThrow({
    program: Deno.execPath(),
    args: ["doc", "-q", "--html", "--name=Machine Learning Essentials"]
      .concat(`--output=${output}`, modules.sort()),
    cwd: ROOT,
  });
  console.log(relative(ROOT, join(output, "index.html")));
}
