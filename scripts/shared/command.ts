import { TextLineStream } from "./lines.ts";

/** A program to run, with its arguments. */
export interface Command {
  program: string;
  args: string[];
  cwd?: string;
  /** Variables to add to the environment. */
  env?: Record<string, string>;
  /** The whole environment, instead of this process's own. */
  onlyEnv?: Record<string, string>;
  /** Ends the program. */
  signal?: AbortSignal;
  /** Receives each line of output as it arrives. */
  onLine?: (line: string) => void;
}

/** How a program ended and what it wrote. */
export interface CommandResult {
  code: number;
  stdout: string;
  /** Standard output and standard error, in order of arrival. */
  output: string;
}

// What Deno prints for each package that it installs, and pip for each that is
// for other machines.
const PROGRESS = /^(Download|Initialize|Ignoring .*: markers) .*\n/gm;

/** A program failed; the message holds its whole output except for progress. */
export class CommandError extends Error {
  override name = "CommandError";

  constructor(command: Command, result: CommandResult) {
    const line = [command.program, ...command.args].join(" ");
    const output = result.output.replaceAll(PROGRESS, "").trimEnd();
    super(`${line}\n${output}\n(exit code ${result.code})`);
  }
}

// The program must not outlive us, even when we are killed: a set-up that is
// started again would otherwise share its folders with the rest of the first.
// Its standard input is a pipe whose other end we hold; when the pipe closes
// before the program has ended, the whole process group is terminated: first
// asked to, so that it can clean up, then killed. It is asked again and
// again, as a program that is just being started misses it.
const TIED_TO_PARENT = `trap : TERM
exec 3<&0 </dev/null
{
  trap '' TERM
  read -r _ <&3
  kill -TERM 0
  sleep 0.1
  for _ in 1 2 3 4 5 6 7 8 9 10; do kill -TERM 0; sleep 1; done
  kill -KILL 0
} >/dev/null 2>&1 &
exec 3<&-
"$@"
code=$?
kill -KILL $! 2>/dev/null
exit $code`;

/** Runs a program to its end; it never outlives this process. */
export async function run(command: Command): Promise<CommandResult> {
  const { program, args, cwd, env, onlyEnv, signal, onLine } = command;
  const tied = Deno.build.os !== "windows";
  const child = new Deno.Command(tied ? "sh" : program, {
    args: tied ? ["-c", TIED_TO_PARENT, "sh", program, ...args] : args,
    cwd,
    env: onlyEnv ?? env,
    clearEnv: onlyEnv !== undefined,
    detached: tied,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines: string[] = [];
  const collect = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    const own: string[] = [];
    const text = stream.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of text) {
      own.push(line);
      lines.push(line);
      onLine?.(line);
    }
    return own.join("\n");
  };
  const endInput = () => child.stdin.close().catch(() => {}); // ended already
  signal?.addEventListener("abort", endInput);
  const [status, stdout] = await Promise.all([
    child.status,
    collect(child.stdout),
    collect(child.stderr),
  ]);
  signal?.removeEventListener("abort", endInput);
  await endInput();
  return { code: status.code, stdout, output: lines.join("\n") };
}

/** Runs a program like {@linkcode run}; throws a CommandError if it fails. */
export async function runOrThrow(command: Command): Promise<CommandResult> {
  const result = await run(command);
  if (result.code !== 0) throw new CommandError(command, result);
  return result;
}
