/** Shows what was found and whether it works, grading included: `deno task doctor`. */
import { Command } from "commander";
import { diagnose } from "../doctor/diagnose.ts";
import { runProgram } from "../shared/command_line.ts";
import { describeIdentity } from "./doctor/identity.ts";
import { describeSandbox } from "./doctor/sandbox.ts";

await runProgram(
  new Command("deno task doctor")
    .description("Show what was found on this machine and whether it works.")
    .action(() =>
      diagnose([
        ["Sandbox", describeSandbox],
        ["What a cluster compares", describeIdentity],
      ])
    ),
);
