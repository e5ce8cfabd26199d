import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { venvProgram } from "../../scripts/shared/paths.ts";
import { pythonEnv } from "../../scripts/shared/python_env.ts";
import { runsOf, shareOf } from "../share.ts";

Deno.test("random cells with Stops at random moments: in order, each its own, and the kernel lives", async () => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const run = shareOf("sequences of cells and Stops", seeds);
  assertEquals(await python("sequences.py", run), "");
});

Deno.test("no output comes after its cell has ended, under load either", async () => {
  const count = runsOf(5_000);
  assertEquals(await python("many_outputs.py", [count]), `${count}`);
});

async function python(script: string, args: number[]): Promise<string> {
  const { stdout } = await runOrThrow({
    program: venvProgram("python"),
    args: [join(import.meta.dirname!, script), ...args.map(String)],
    cwd: NOTEBOOKS,
    onlyEnv: pythonEnv(),
  });
  return stdout;
}
