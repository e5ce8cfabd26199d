import { venvProgram } from "../scripts/shared/paths.ts";

/**
 * Runs a program in the project's Python environment and returns what it
 * prints.
 *
 * @throws {Error} with what it says on stderr, if it fails.
 */
export async function runPython(code: string, cwd?: string): Promise<string> {
  const python = venvProgram("python");
  const { success, stdout, stderr } = await new Deno.Command(python, {
    args: ["-c", code],
    cwd,
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return decoder.decode(stdout);
}
