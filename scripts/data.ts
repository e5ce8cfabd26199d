/** Brings data sets into the project, in whatever form people have them. */
import { Command } from "commander";
import { fashionMnistCommand } from "./data/fashion_mnist_command.ts";
import { signsCommand } from "./data/signs_command.ts";
import { runProgram } from "./shared/command_line.ts";

const program = new Command("deno task data")
  .description("Bring a data set into the project.")
  .addCommand(signsCommand())
  .addCommand(fashionMnistCommand());

await runProgram(program);
