import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import {
  carryOut,
  isDone,
  type Step,
  wasSetUp,
} from "../../scripts/setup/step.ts";
import {
  damagedFiles,
  missingModules,
} from "../../scripts/setup/wheel_records.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
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

Deno.test("what was set up once is used on while its renewal fails, unless it is damaged", async () => {
  await using folder = await temporaryFolder();
  let input = "a";
  const damage: string[] = [];
  const step: Step = {
    title: "step",
    madeBeside: true,
    stamp: folder.at("stamp"),
    inputs: () => Promise.resolve([input]),
    damage: () => Promise.resolve(damage),
    make: () => Promise.resolve("made"),
  };
  assertEquals(await wasSetUp([step]), false);
  await carryOut(step, new RecordedProgress());
  input = "b";
  const failing = { ...step, make: () => Promise.reject(new Error("offline")) };
  await assertRejects(() => carryOut(failing, new RecordedProgress()));
  assertEquals(await wasSetUp([step]), true);
  input = "a";
  damage.push("library");
  assertEquals(await isDone(step), false);
  assertEquals(await wasSetUp([step]), false);
});

Deno.test("set-up sees that a library was cut off and a module removed", async () => {
  await using folder = await temporaryFolder();
  const library = folder.at("library.so");
  await Deno.writeTextFile(library, "12345");
  const record = folder.at("RECORD");
  await Deno.writeTextFile(record, "a/library.so,sha256=x,5\r\nRECORD,,\n");
  const files = { "a/library.so": library, "a/unrecorded": library };
  assertEquals(await damagedFiles(record, files), []);
  await Deno.truncate(library, 4);
  assertEquals(await damagedFiles(record, files), [library]);
  await Deno.remove(library);
  assertEquals(await damagedFiles(record, files), [library]);

  const packages = folder.at(
    ...Deno.build.os === "windows" ? ["Lib"] : ["lib", "python3.13"],
    "site-packages",
  );
  await Deno.mkdir(`${packages}/lab-1.dist-info`, { recursive: true });
  await Deno.mkdir(`${packages}/lab`);
  await Deno.writeTextFile(
    `${packages}/lab-1.dist-info/RECORD`,
    "../../../bin/lab,,1\nlab/x.py,,1\nlab-1.dist-info/RECORD,,\nlab.py,,1\n",
  );
  assertEquals(await missingModules(folder.path), ["lab.py"]);
  await Deno.remove(`${packages}/lab`);
  assertEquals(await missingModules(folder.path), ["lab", "lab.py"]);
});
