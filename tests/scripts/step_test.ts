import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { carryOut, isDone, type Step } from "../../scripts/setup/step.ts";
import { RecordedProgress } from "./recorded_progress.ts";

Deno.test("a step is done until its inputs change", async () => {
  const folder = await Deno.makeTempDir();
  let input = "a";
  const step: Step = {
    title: "step",
    stamp: join(folder, "stamp"),
    inputs: () => Promise.resolve([input]),
    make: () => Promise.resolve("made"),
  };
  assertEquals(await isDone(step), false);
  await carryOut(step, new RecordedProgress());
  assertEquals(await isDone(step), true);
  input = "b";
  assertEquals(await isDone(step), false);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a step that fails is not done, even if it was before", async () => {
  const folder = await Deno.makeTempDir();
  const stamp = join(folder, "stamp");
  const step: Step = {
    title: "step",
    stamp,
    inputs: () => Promise.resolve([]),
    make: () => Promise.resolve("made"),
  };
  await carryOut(step, new RecordedProgress());
  const failing = { ...step, make: () => Promise.reject(new Error("no disk")) };
  await assertRejects(
    () => carryOut(failing, new RecordedProgress()),
    Error,
    "no disk",
  );
  assertEquals(await exists(stamp), false);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a step that is made beside and fails leaves what was there, and its stamp", async () => {
  const folder = await Deno.makeTempDir();
  let input = "a";
  const step: Step = {
    title: "step",
    madeBeside: true,
    stamp: join(folder, "stamp"),
    inputs: () => Promise.resolve([input]),
    make: () => Promise.resolve("made"),
  };
  await carryOut(step, new RecordedProgress());
  input = "b";
  const failing = { ...step, make: () => Promise.reject(new Error("offline")) };
  await assertRejects(() => carryOut(failing, new RecordedProgress()));
  assertEquals(await isDone(step), false);
  input = "a";
  assertEquals(await isDone(step), true);
  await Deno.remove(folder, { recursive: true });
});
