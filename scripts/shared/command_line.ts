import { resolve } from "node:path";
import { type Command, CommanderError } from "commander";

/**
 * Runs a program on its command line. Exit codes: 0 success (or help shown), 1
 * failure, with the error in one line, 2 a wrong command line.
 */
export async function runProgram(program: Command): Promise<void> {
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showHelpAfterError(
      "(see --help)",
    );
  }
  try {
    await program.parseAsync(Deno.args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) { // has said what is wrong itself
      Deno.exit(error.exitCode === 0 ? 0 : 2);
    }
    console.error(error instanceof Error ? error.message : String(error));
    Deno.exit(1);
  }
}

/** A path from the command line: `deno task` itself runs in the project's folder. */
export function userPath(path: string): string {
  return resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), path);
}
