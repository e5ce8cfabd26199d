import { assert, assertEquals, assertRejects } from "@std/assert";
import { setUp } from "../../scripts/setup/set_up.ts";
import type { Step } from "../../scripts/setup/step.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
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
  const [first, ...made] = events.splice(0);
  assertEquals([first, ...made.toSorted()], ["machine", "one", "two"]);
  await run();
  assertEquals(events, []);
});

Deno.test("steps run side by side, each after those that it needs; a failure stops only those that need it", async () => {
  await using dir = await temporaryFolder();
  const events: string[] = [];
  const both = Promise.withResolvers<void>();
  const step = (title: string, needs: Step[], make: () => Promise<void>) => ({
    title,
    needs,
    stamp: dir.at(title),
    inputs: () => Promise.resolve([]),
    async make() {
      events.push(title);
      await make();
      events.push(`${title} made`);
      return "made";
    },
  });
  const one = step("one", [], () => both.promise);
  const two = step("two", [], () => {
    both.resolve(); // were they made one after the other, this would never run
    return Promise.reject(new Error("no disk"));
  });
  const three = step("three", [one], () => Promise.resolve());
  const four = step("four", [two, three], () => Promise.resolve());
  const run = (steps: Step[]) =>
    setUp(steps, dir.at("lock"), () => Promise.resolve());
  await assertRejects(() => run([one, two, three, four]), Error, "no disk");
  assertEquals(events.toSorted(), [
    "one",
    "one made",
    "three",
    "three made",
    "two",
  ]);
  assert(events.indexOf("three") > events.indexOf("one made"));
  events.length = 0;

  const mended = { ...two, make: () => Promise.resolve("made") };
  await run([one, mended, three, { ...four, needs: [mended, three] }]);
  assertEquals(events, ["four", "four made"]);
});

Deno.test("what a killed renewal has left is removed, also if it is needed no more", async () => {
  await using dir = await temporaryFolder();
  const step: Step = {
    title: "one",
    stamp: dir.at("stamp"),
    makes: [dir.at("made")],
    inputs: () => Promise.resolve([]),
    make: () => Promise.resolve("made"),
  };
  const run = () => setUp([step], dir.at("lock"), () => Promise.resolve());
  await run();
  const names = dir.names();
  await Deno.mkdir(dir.at(`made.${crypto.randomUUID()}.tmp`));
  await run();
  assertEquals(dir.names(), names);
});

Deno.test("outside a terminal, steps that run side by side have whole lines", async () => {
  const script = `import { Progress } from "./scripts/shared/progress.ts";
const [alone, first, second] = [1, 2, 3].map(() => new Progress());
alone.start("alone"); alone.done("made");
first.start("first"); second.start("second");
first.done("made"); second.failed();`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", script],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const lines = new TextDecoder().decode(stdout).replace(/ +/g, " ")
    .replace(/\d\.\d s/g, "T").split("\n");
  assertEquals(lines, [
    "· alone ... made (T)",
    "· first ... ",
    "· second ... ",
    "✓ first made (T)",
    "✗ second failed after T",
    "",
  ]);
});
