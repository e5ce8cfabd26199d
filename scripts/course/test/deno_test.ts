import { join } from "node:path";
import { ROOT } from "../../shared/paths.ts";
import type { Unit } from "./units.ts";

/** What `deno test` found. */
export interface Outcome {
  passed: number;
  failed: number;
}

const TOGETHER = join(import.meta.dirname!, "together.ts");
const ENV = {
  TF_CPP_MIN_LOG_LEVEL: "2",
  ...Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : {},
};

const encoder = new TextEncoder();
const shown = Deno.stdout.writable.getWriter();

/**
 * Runs test files in one process, several in one isolate, as loading the library
 * anew for each would take longer than most of them.
 *
 * @param live Whether their output is shown as it comes, not at the end.
 */
export async function denoTest(
  files: Unit,
  options: readonly string[],
  env: Record<string, string>,
  live: boolean,
): Promise<Outcome> {
  const modules = files.length === 1 ? files : [TOGETHER, "--", ...files];
  const args = ["test", "-A", "--no-check", ...options, ...modules];
  if (!live) await shown.write(encoder.encode(`· ${files.join(" ")}\n`));
  const { success, lines } = await deno(args, env, live);
  const summary =
    lines.findLast((line) => /\| \d+ passed.* \| \d+ failed/.test(line)) ?? "";
  const [passed, failed, ...others] = [
    "passed",
    "failed",
    "ignored",
    "filtered out",
  ].map((what) => Number(RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0));
  // A file that ends the process while it is imported leaves Deno content.
  const none = passed + failed + others[0] + others[1] === 0;
  if (none) console.log(`No test ran: ${files.join(" ")}`);
  return { passed, failed: success && !none ? failed : Math.max(failed, 1) };
}

/** Checks the types of test files and all that they import. */
export async function typesOf(files: readonly string[]): Promise<Outcome> {
  const args = ["check", "--quiet", ...files];
  const { success } = await deno(args, {}, false);
  return { passed: 0, failed: success ? 0 : 1 };
}

async function deno(
  args: string[],
  env: Record<string, string>,
  live: boolean,
) {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { ...ENV, ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const collect = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const chunk of stream) {
      chunks.push(chunk);
      if (live) await shown.write(chunk);
    }
  };
  const [{ success }] = await Promise.all([
    child.status,
    collect(child.stdout),
    collect(child.stderr),
  ]);
  const output = await new Blob(chunks).bytes();
  if (!live) await shown.write(output);
  return { success, lines: new TextDecoder().decode(output).split("\n") };
}
