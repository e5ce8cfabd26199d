/** Trains the sheet's models from the command line: `deno task train --help`. */
import { Command } from "commander";
import { runProgram } from "../shared/command_line.ts";
import {
  convAutoencoderCommand,
  pcaAutoencoderCommand,
} from "./train/autoencoder_command.ts";
import { cnnCommand } from "./train/cnn_command.ts";

const program = new Command("deno task train")
  .description("Train one of the sheet's models.")
  .addCommand(cnnCommand())
  .addCommand(convAutoencoderCommand())
  .addCommand(pcaAutoencoderCommand());

await runProgram(program);
