import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname } from "node:path";
import { DataError } from "mle/data/mod.ts";
import { loadSafetensors, type StateDict } from "mle/nn/mod.ts";
import { RunFolder } from "../../../scripts/course/train/run_folder.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { isolated, noIsolation } from "../../isolated.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";

const FACTS = { model: "Tiny", seed: "1", epochs: "2" };

function result(value: number) {
  const stateDict: StateDict = new Map([
    ["w", { dtype: "float32", shape: [1], data: Float32Array.of(value) }],
  ]);
  return {
    history: [{ epoch: 1 }, { epoch: 2 }],
    weights: { "last.safetensors": { stateDict, facts: FACTS } },
  };
}

const open = (path: string, fresh = false) =>
  RunFolder.open(path, { fresh, facts: FACTS, goesOn: false });

async function weightIn(path: string): Promise<number | bigint> {
  const stateDict = await loadSafetensors(`${path}/last.safetensors`);
  return stateDict.get("w")!.data[0];
}

Deno.test("a run's folder appears whole, and is refused to the next run but with --fresh", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("out");
  {
    await using out = await open(path);
    await out.reserve(1000);
    assertEquals(dir.names(), ["out.part"]);
    assertEquals(await out.finish(result(1), false), path);
  }
  assertEquals(dir.names(), ["out"]);
  await assertRejects(
    () => open(path),
    Error,
    `it already holds a run of 2 epochs. --fresh replaces it, --out takes`,
  );
  assertEquals(dir.names(), ["out"]);
  await using again = await open(path, true);
  await again.finish(result(2), false);
  assertEquals(await weightIn(path), 2);
});

Deno.test("a stopped run does not take the place of a finished one", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("out");
  for (const [value, stopped] of [[1, false], [2, true]] as const) {
    await using out = await open(path, stopped);
    await out.finish(result(value), stopped);
  }
  assertEquals(await weightIn(path), 1);
  assertEquals(await weightIn(`${path}-stopped`), 2);
});

Deno.test("a run removes no file that is no run's, wherever it lies", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("out");
  {
    await using out = await open(path);
    await out.finish(result(1), false);
  }
  for (
    const place of [
      "out/notes.md",
      "out/checkpoints/mine.txt",
      "out.part/thesis.txt",
      "out.part/last.safetensors",
      "out-stopped/thesis.txt",
    ]
  ) {
    await Deno.mkdir(dirname(dir.at(place)), { recursive: true });
    await Deno.writeTextFile(dir.at(place), "mine");
    await assertRejects(() => open(path, true), Error, dir.at(place));
    assertEquals(await Deno.readTextFile(dir.at(place)), "mine");
    await Deno.remove(dir.at(place));
  }
  await Deno.mkdir(dir.at("other"));
  await Deno.symlink(dir.at("other"), dir.at("out.part"));
  await assertRejects(() => open(path, true), Error, "out.part is no part of");
  await Deno.remove(dir.at("out.part"));

  await using late = await open(path, true);
  await Deno.writeTextFile(dir.at("out/notes.md"), "mine");
  await assertRejects(() => late.finish(result(2), false), Error, "notes.md");
  assertEquals(await Deno.readTextFile(dir.at("out/notes.md")), "mine");
});

Deno.test("a second run into the same folder is refused, with the first one's process", async () => {
  await using dir = await temporaryFolder();
  await using _first = await open(dir.at("out"));
  await assertRejects(
    () => open(dir.at("out"), true),
    Error,
    `process ${Deno.pid} is training into it. Wait for it, or choose another`,
  );
});

Deno.test("a folder that is no run's is left alone", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeTextFile(dir.at("thesis.txt"), "");
  await assertRejects(
    () => open(dir.path, true),
    Error,
    "got one with thesis.txt. Choose another with --out",
  );
  assertEquals(dir.names(), ["thesis.txt"]);
});

Deno.test({
  name:
    "a disk that fills while a run trains still takes its results; a full one is named at once",
  ignore: noIsolation,
  async fn() {
    await using dir = await temporaryFolder();
    const script = dir.at("script.ts");
    await Deno.writeTextFile(
      script,
      `import { RunFolder } from ${
        JSON.stringify(`${ROOT}/scripts/course/train/run_folder.ts`)
      };
const path = Deno.args[0] + "/out";
const facts = { model: "Tiny", seed: "1", epochs: "1" };
const data = new Float32Array(100_000);
const stateDict = new Map([["w", { dtype: "float32", shape: [100_000], data }]]);
const result = {
  history: [{ epoch: 1 }],
  weights: { "last.safetensors": { stateDict, facts } },
};
const fill = async (name) => {
  const file = await Deno.open(Deno.args[0] + "/" + name, { write: true, create: true });
  try {
    for (;;) await file.write(new Uint8Array(1024));
  } catch { /* full */ }
  file.close();
};
{
  await using out = await RunFolder.open(path, { facts, fresh: false, goesOn: false });
  await out.reserve(600_000);
  await fill("other");
  console.log(await out.finish(result, false) === path);
}
await fill("more");
try {
  await using out = await RunFolder.open(path + "2", { facts, fresh: false, goesOn: false });
  await out.reserve(600_000);
} catch (error) {
  console.log(error.message.replaceAll(Deno.args[0], "DISK"));
}
`,
    );
    const { stdout, stderr } = await isolated(
      `mount -t tmpfs -o size=2m tmpfs "$0" && exec "$1" run -A --no-check --config "$2" "$3" "$0"`,
      ...[await Deno.makeTempDir({ dir: dir.path }), Deno.execPath()],
      ...[`${ROOT}/deno.json`, script],
    );
    const lines = stdout.split("\n");
    assertEquals([lines[0], stderr], ["true", ""]);
    assertStringIncludes(lines[1], "Cannot write DISK/out2");
    assertStringIncludes(lines[1], "No space left on device");
  },
});

Deno.test("a run that goes on names files by its folder, and leaves what it only linked there", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("out");
  const openLonger = (epochs: string) =>
    RunFolder.open(path, {
      fresh: false,
      facts: { ...FACTS, epochs },
      goesOn: true,
    });
  const checkpoint = "checkpoints/Tiny-1.safetensors";
  {
    await using out = await openLonger("2");
    await Deno.mkdir(out.checkpointDir);
    await Deno.writeTextFile(dir.at("out.part", checkpoint), "epoch 2");
    await out.finish(result(1), false);
  }
  const damaged = new DataError(dir.at("out.part", checkpoint), "a", "b", "c");
  {
    await using out = await openLonger("3");
    assertEquals(
      out.named(damaged.message),
      `Cannot read ${dir.at("out", checkpoint)}: expected a, got b. c`,
    );
    const error = await out.damaged(damaged);
    assertEquals((error as Error).message, out.named(damaged.message));
  }
  assertEquals(dir.names(), ["out"]);
  {
    await using out = await openLonger("3");
    await Deno.remove(damaged.path);
    await Deno.writeTextFile(damaged.path, "epoch 3");
    assertEquals(await out.damaged(damaged), damaged);
  }
  assertEquals(dir.names(), ["out", "out.part"]);
});

Deno.test("results that cannot be written where they belong are not lost", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("out");
  await using out = await open(path);
  await Deno.writeTextFile(path, "somebody else's");
  const { message } = await assertRejects(
    () => out.finish(result(1), false),
    Error,
    `Cannot write ${path}: expected a folder there, got a file. The results`,
  );
  const refuge = /The results are in (.*)$/.exec(message)![1];
  assertEquals(await weightIn(refuge), 1);
  await Deno.remove(refuge, { recursive: true });
});
