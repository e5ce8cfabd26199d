import { assertEquals, assertStringIncludes } from "@std/assert";
import { labTest, UNCHECKED, useJupyterLab } from "./in_lab.ts";
import { TRAINING_CELL } from "./training_cells.ts";

useJupyterLab(UNCHECKED);

labTest("Stop ends a training, once or twice, and costs no state", [
  TRAINING_CELL,
  { id: "train", source: `const { stopped } = await train(1e6);\nstopped` },
  { id: "count", source: `++counter` },
], async (notebook) => {
  await notebook.run("setup");
  for (const presses of [1, 2]) {
    const running = notebook.run("train");
    await notebook.shows("train", "epoch ");
    for (let press = 0; press < presses; press++) await notebook.stop();
    await running;
    assertEquals((await notebook.outputs("train")).at(-1)?.data, {
      "text/plain": "true",
    });
    assertStringIncludes(await notebook.text("train"), "stopped in epoch");
    await notebook.picture(`stopped_${presses}`);
    await notebook.run("count");
    assertEquals(await notebook.text("count"), String(presses));
  }
  await notebook.stop(); // nothing runs
  await notebook.stop();
  await notebook.run("count");
  assertEquals(await notebook.text("count"), "3");
});

labTest("Stop on a queue: the training ends well, what waits does not run", [
  TRAINING_CELL,
  { id: "train", source: `const { stopped } = await train(1e6);\nstopped` },
  { id: "later", source: `console.log("later")` },
], async (notebook) => {
  const running = notebook.runAll();
  await notebook.shows("train", "epoch ");
  await notebook.stop();
  await running;
  assertStringIncludes(await notebook.text("train"), "stopped in epoch");
  assertEquals(await notebook.outputs("later"), []);
  await notebook.picture("stopped_queue");
  await notebook.run("later");
  assertEquals(await notebook.text("later"), "later\n");
});

labTest("a cell that cannot be stopped says so, and what to do", [
  {
    id: "sleep",
    source: `console.log("asleep");
await new Promise((resolve) => setTimeout(resolve, 8_000));
"awake"`,
  },
], async (notebook) => {
  const running = notebook.run("sleep");
  await notebook.shows("sleep", "asleep");
  await notebook.stop();
  await notebook.shows("sleep", "has not stopped");
  await notebook.picture("cannot_be_stopped");
  await running;
  assertStringIncludes(await notebook.text("sleep"), `"awake"`);
});

labTest("Stop ends a question, whose box JupyterLab leaves there", [
  { id: "ask", source: `prompt("Your name?")` },
  { id: "next", source: `"next"` },
], async (notebook) => {
  const running = notebook.run("ask");
  const input = notebook.page.locator(".jp-Stdin-input");
  await input.waitFor();
  await notebook.stop();
  await running;
  assertStringIncludes(await notebook.text("ask"), "Stop was pressed");
  await notebook.picture("stopped_question");
  await notebook.run("next");
  assertEquals(await notebook.text("next"), `"next"`);
});
