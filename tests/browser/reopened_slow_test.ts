import { assertEquals, assertStringIncludes } from "@std/assert";
import { labTest, UNCHECKED, useJupyterLab } from "./in_lab.ts";
import { TRAINING_CELL } from "./training_cells.ts";

useJupyterLab(UNCHECKED);

labTest(
  "a page reopened in the middle of a training shows it, and Stop works",
  [
    TRAINING_CELL,
    { id: "train", source: `const { stopped } = await train(1e6);\nstopped` },
    { id: "count", source: `++counter` },
  ],
  async (first, path, open) => {
    await first.run("setup");
    const running = first.run("train").catch(() => {}); // the page closes
    await first.shows("train", "epoch ");
    await first.command("docmanager:save");
    await first.page.close();
    await running;
    const second = await open(path, "busy");
    await second.picture("reopened");
    await second.stop();
    await second.kernelIs("idle");
    await second.run("count");
    assertEquals(await second.text("count"), "1");
    assertStringIncludes(await second.answer("stopped"), "true");
  },
);

labTest("two pages show one notebook: what runs in one, the other waits for", [
  { id: "wait", source: `await new Promise((go) => setTimeout(go, 3_000));` },
  { id: "next", source: `"next"` },
], async (first, path, open) => {
  const second = await open(path);
  await first.page.bringToFront();
  const running = first.run("wait");
  await second.kernelIs("busy");
  await second.page.bringToFront();
  await second.run("next");
  assertEquals(await second.text("next"), `"next"`);
  await first.page.bringToFront();
  await running;
  await first.kernelIs("idle");
});
