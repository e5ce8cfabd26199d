import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { ROOT, venvProgram } from "../../scripts/shared/paths.ts";
import { pythonEnv } from "../../scripts/shared/python_env.ts";
import { withFolder } from "../notebooks/sample.ts";

Deno.test("without swc and language server the kernel goes on, and says so once", () =>
  withFolder(async (project) => {
    const scripts = join(project, "scripts", "kernel");
    await Deno.mkdir(scripts, { recursive: true });
    await Deno.mkdir(join(project, "notebooks"));
    await Deno.writeTextFile(join(project, "deno.json"), "{}");
    const kernel = join(ROOT, "scripts", "kernel");
    for await (const { name, isFile } of Deno.readDir(kernel)) {
      if (isFile) await Deno.copyFile(join(kernel, name), join(scripts, name));
    }
    const { stdout } = await runOrThrow({
      program: venvProgram("python"),
      args: [join(import.meta.dirname!, "without.py"), project],
      onlyEnv: pythonEnv(),
    });
    const { checked, unchecked, traces } = JSON.parse(stdout);
    assertMatch(checked[0], /^Types:\nline 1: Type 'string' is not/);
    const [first, second]: string[][] = unchecked;
    assertMatch(first.join(""), /^Types are not checked: the language server/);
    assertEquals(first.at(-1), "1");
    assertEquals(second, ["2"]);
    const [[a], [b]]: string[][] = traces;
    assertMatch(
      a,
      /^Error: a\n {4}at cell \[4\], line 1\n.*line_map\.ts does not/,
    );
    assertEquals(b, "Error: b\n    at cell [5], line 1");
  }));
