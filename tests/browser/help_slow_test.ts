import { assert, assertStringIncludes } from "@std/assert";
import type { Locator } from "playwright-core";
import { labTest, useJupyterLab } from "./in_lab.ts";

useJupyterLab();

const IMPORTS = {
  id: "imports",
  source: `import { Adam } from "mle/optim/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";
const cnn = new CnnClassifier();`,
};

labTest("Tab gives the members of our classes, Shift-Tab their documentation", [
  IMPORTS,
  { id: "members", source: "cnn." },
  { id: "docs", source: "cnn.loadStateDict" },
], async (notebook) => {
  const { page } = notebook;
  await notebook.run("imports");
  // Help that a busy machine has not got ready comes when it is asked for again.
  const pressUntil = async (key: string, wanted: Locator) => {
    for (let left = 10; left > 0; left--) {
      await page.keyboard.press(key);
      const isThere = wanted.waitFor({ timeout: 20_000 }).then(() => true);
      if (await isThere.catch(() => false)) return;
    }
    throw new Error(`${key} has shown nothing`);
  };
  await notebook.typeInto("members");
  const completer = page.locator(".jp-Completer");
  await pressUntil(
    "Tab",
    completer.getByText("loadStateDict").first(),
  );
  await notebook.picture("completion");
  const offered = await completer.innerText();
  assert(!offered.includes("__defineGetter__"), offered);
  await page.keyboard.press("Escape");

  await notebook.typeInto("docs");
  const tooltip = page.locator(".jp-Tooltip");
  await pressUntil("Shift+Tab", tooltip);
  await notebook.picture("documentation");
  const shown = await tooltip.innerText();
  assertStringIncludes(shown, "loadStateDict(stateDict: StateDict): void");
  assertStringIncludes(shown, "tensors of a state dict");
});

labTest("an error of type is shown with the cell, which runs all the same", [
  IMPORTS,
  {
    id: "wrong",
    source: `const epochs: number = cnn.training;
"it has run"`,
  },
], async (notebook) => {
  await notebook.run("imports");
  const shown = "'boolean' is not assignable to type 'number'";
  // A busy machine may be too slow for the first checks, which the cell says.
  for (let left = 10; left > 0; left--) {
    await notebook.run("wrong");
    assertStringIncludes(await notebook.text("wrong"), "it has run");
    if ((await notebook.text("wrong")).includes(shown)) break;
  }
  assertStringIncludes(await notebook.text("wrong"), shown);
  await notebook.picture("type_error");
});
