import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { ROOT, venvProgram } from "../../scripts/shared/paths.ts";
import { pythonEnv } from "../../scripts/shared/python_env.ts";
import { withFolder } from "../notebooks/sample.ts";

Deno.test("without the helper the kernel goes on, and says so once", () =>
  withFolder(async (project) => {
    await Deno.mkdir(join(project, "notebooks"));
    await Deno.writeTextFile(join(project, "deno.json"), "{}");
    for (const folder of ["scripts/kernel", "scripts/shared"]) {
      await Deno.mkdir(join(project, folder), { recursive: true });
      for await (const { name, isFile } of Deno.readDir(join(ROOT, folder))) {
        const file = join(folder, name);
        if (isFile) await Deno.copyFile(join(ROOT, file), join(project, file));
      }
    }
    const { stdout } = await runOrThrow({
      program: venvProgram("python"),
      args: [join(import.meta.dirname!, "without.py"), project],
      onlyEnv: pythonEnv(),
    });
    const [first, second, [trace], [syntax]]: string[][] = JSON.parse(stdout);
    assertEquals(first.toSorted(), [
      "1",
      "Types of this cell are not checked: the language server is not ready.\n",
    ]);
    assertEquals(second, ["2"]);
    assertMatch(trace, /^Error: a\n {4}at <anonymous>:\d+/);
    assertMatch(syntax, /Execution failed/);
  }));
