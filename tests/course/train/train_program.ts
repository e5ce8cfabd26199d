import { assertRejects } from "@std/assert";
import { type Command, CommanderError } from "commander";
import { ROOT } from "../../../scripts/shared/paths.ts";

/** How a run of the program ended and what it wrote. */
export interface TrainRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** `deno task train` without the task: starts the program. */
export function startTrain(...args: string[]): Deno.ChildProcess {
  return startProgram("train", ...args);
}

/** A task without the task: starts its program. */
export function startProgram(
  task: "train" | "sweep",
  ...args: string[]
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `scripts/course/${task}.ts`, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", INIT_CWD: ROOT },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs the program to its end. */
export async function train(...args: string[]): Promise<TrainRun> {
  return await ended(startTrain(...args));
}

/** What a command says of arguments that it refuses, without a process. */
export async function refusal(
  command: Command,
  args: readonly string[],
): Promise<string> {
  command.exitOverride().configureOutput({ writeErr() {} });
  const { message } = await assertRejects(
    () => command.parseAsync(args, { from: "user" }),
    CommanderError,
  );
  return message;
}

/** Waits for the program's end. */
export async function ended(child: Deno.ChildProcess): Promise<TrainRun> {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/** Sends a signal once the program has printed `text`, and waits for its end. */
export async function signalAfter(
  child: Deno.ChildProcess,
  text: string,
  signal: Deno.Signal,
): Promise<{ stdout: string; status: Deno.CommandStatus }> {
  let stdout = "";
  let sent = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    stdout += chunk;
    if (sent || !stdout.includes(text)) continue;
    child.kill(signal);
    sent = true;
  }
  await child.stderr.cancel();
  return { stdout, status: await child.status };
}
