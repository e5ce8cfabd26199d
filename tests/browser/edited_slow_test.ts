import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join, relative } from "node:path";
import { ROOT } from "../../scripts/shared/paths.ts";
import { labTest, UNCHECKED, useJupyterLab } from "./in_lab.ts";

useJupyterLab(UNCHECKED);

labTest(
  "a file edited in JupyterLab runs after a restart, as the next cell says",
  [
    { id: "use", source: `const { value } = await import("./own.ts");\nvalue` },
    { id: "next", source: `"next"` },
  ],
  async (notebook, path) => {
    const { page } = notebook;
    const file = join(dirname(path), "own.ts");
    await Deno.writeTextFile(file, "export const value = 1;\n");
    await notebook.run("use");
    assertEquals(await notebook.text("use"), "1");

    await notebook.command("docmanager:open", { path: relative(ROOT, file) });
    const editor = page.locator(".jp-FileEditor .cm-content");
    await editor.click();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("export const value = 2;");
    await notebook.command("docmanager:save");
    await notebook.command("docmanager:open", { path: relative(ROOT, path) });

    await notebook.run("next");
    assertStringIncludes(
      await notebook.text("next"),
      "own.ts has changed since this kernel loaded it",
    );
    await notebook.picture("edited");
    const done = notebook.command("runmenu:restart-and-run-all");
    await page.click(".jp-Dialog button.jp-mod-accept");
    await done;
    await notebook.kernelIs("idle");
    assertEquals(await notebook.text("use"), "2");
  },
);
