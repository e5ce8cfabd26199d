/** Shows what was found and whether it works: `deno task doctor`. */
import { Command } from "commander";
import { diagnose } from "./doctor/diagnose.ts";
import { runProgram } from "./shared/command_line.ts";

await runProgram(
  new Command("deno task doctor")
    .description("Show what was found on this machine and whether it works.")
    .action(() => diagnose()),
);
