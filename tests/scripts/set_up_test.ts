import { assertEquals, assertRejects } from "@std/assert";
import { setUp } from "../../scripts/setup/set_up.ts";
import type { Step } from "../../scripts/setup/step.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

Deno.test("the machine is looked at once, and only if there is something to do", async () => {
  await using dir = await temporaryFolder();
  const events: string[] = [];
  const steps = ["one", "two"].map((title): Step => ({
    title,
    stamp: dir.at(title),
    inputs: () => Promise.resolve([]),
    make() {
      events.push(title);
      return Promise.resolve("made");
    },
  }));
  const run = (error?: Error) =>
    setUp(steps, dir.at("lock"), () => {
      events.push("machine");
      return error ? Promise.reject(error) : Promise.resolve();
    });
  await assertRejects(
    () => run(new Error("no compiler")),
    Error,
    "no compiler",
  );
  assertEquals(events.splice(0), ["machine"]);
  await run();
  assertEquals(events.splice(0), ["machine", "one", "two"]);
  await run();
  assertEquals(events, []);
});
