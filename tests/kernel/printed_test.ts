import { assertEquals } from "@std/assert";
import { printed } from "../../scripts/kernel/printed.ts";
import { readNotebook } from "../../scripts/notebooks/format.ts";
import { findNotebooks, NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { withFolder } from "../notebooks/sample.ts";

Deno.test("swc prints the notebooks' cells as Deno does before it runs them", () =>
  withFolder(async (folder) => {
    const notebooks = await Promise.all(
      (await findNotebooks(NOTEBOOKS)).map(readNotebook),
    );
    const cells = notebooks.flatMap(({ cells }) =>
      cells.filter(({ type }) => type === "code").map(({ source }) =>
        `async () => {\n${source.replaceAll(IMPORT, "")}\n}`
      )
    );
    const code = `globalThis.cells = [${cells.join(",\n")}].map(String);`;
    const path = `${folder}/cells.ts`;
    await Deno.writeTextFile(path, code);
    const { stdout } = await runOrThrow({
      program: Deno.execPath(),
      args: ["repl", "-q", `--eval-file=${path}`, "--eval", SHOW],
      cwd: folder,
      env: { NO_COLOR: "1" },
    });
    const byDeno: string[] = JSON.parse(
      /^\["async.*$/m.exec(stdout)![0].replaceAll(
        /\busing (?=\w+ )/g,
        "const ",
      ),
    );
    const bySwc: string[] = (0, eval)(printed(code).code);
    assertEquals(byDeno.length, cells.length);
    // swc indents by four spaces where Deno indents by two, but for the lines of
    // templates, which both leave as they are.
    for (const [i, lines] of byDeno.map((text) => text.split("\n")).entries()) {
      for (const [j, line] of bySwc[i].split("\n").entries()) {
        const halved = line.replace(/^ +/, (all) => all.slice(all.length / 2));
        assertEquals(lines[j], lines[j] === line ? line : halved);
      }
      assertEquals(lines.length, bySwc[i].split("\n").length);
    }
  }));

const IMPORT = /^import\b[^;]*;/gm;
const SHOW = "console.log(JSON.stringify(globalThis.cells)); close();";
