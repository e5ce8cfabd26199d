import { assertEquals, assertStringIncludes } from "@std/assert";
import { exists } from "mle/io/mod.ts";
import { takeLock } from "../../scripts/shared/lock.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

const BROUGHT = [
  ".venv/bin/jupyter",
  ".venv.01234567-89ab-cdef-0123-456789abcdef.tmp/half",
  "node_modules/left-pad/index.js",
  "data/fashion-mnist/t10k-labels-idx1-ubyte.gz",
  "data/sign_data_stand_in/NOTE.txt",
  "build/bubblewrap/usr/bin/bwrap",
  "build/tensorflow/libtensorflow_cc.so.2",
  "build/native/0.o",
  "build/native-bindings/0.o",
  "build/bench/venv/bin/python",
  "build/data.set-up",
  "build/set-up.lock",
  "build/fashion-mnist.lock",
  "build/ok.lock",
  ".mypy_cache/CACHEDIR.TAG",
  ".ruff_cache/CACHEDIR.TAG",
];
const THEIRS = [
  "notebooks/exercise_2_cnn_classifier.ipynb",
  "data/sign_data/X_train.npy",
  "build/notebooks/exercise_2_cnn_classifier.ipynb",
  "build/train/cnn/last.safetensors",
];

Deno.test("uninstall takes away what set-up has brought, and nothing of anybody's", async () => {
  await using dir = await temporaryFolder();
  const parts = await copyProject(dir.path);
  for (const path of [...BROUGHT, ...THEIRS]) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    await Deno.mkdir(dir.at(folder), { recursive: true });
    await Deno.writeTextFile(dir.at(path), "");
  }
  using _held = await takeLock(dir.at("build", "in-use.lock"), () => {});
  const { code, stdout, stderr } = await uninstall(dir.path);
  assertEquals([code, stderr], [0, ""]);
  for (const path of BROUGHT) {
    assertEquals([path, await exists(dir.at(path))], [path, false]);
  }
  for (const path of THEIRS) {
    assertEquals([path, await exists(dir.at(path))], [path, true]);
  }
  assertStringIncludes(
    stdout,
    "what tasks have made (build/in-use.lock, build/notebooks, build/train)",
  );
  assertEquals(
    Array.from(Deno.readDirSync(dir.path), ({ name }) => name).sort(),
    ["build", "data", ...parts, "notebooks"].sort(),
  );
});

Deno.test("while set-up or another uninstall runs, uninstall reports it in one line and removes nothing", async () => {
  await using dir = await temporaryFolder();
  await copyProject(dir.path);
  await Deno.mkdir(dir.at("node_modules"));
  using _lock = await takeLock(dir.at("build", "set-up.lock"), () => {});
  assertEquals(await uninstall(dir.path), {
    code: 1,
    stdout: "",
    stderr: "Set-up or another uninstall is running here " +
      `(process ${Deno.pid}): wait until it has finished\n`,
  });
  assertEquals(await exists(dir.at("node_modules")), true);
});

/** Copies what uninstall needs; returns the names of what is there then. */
async function copyProject(folder: string): Promise<string[]> {
  const parts = ["deno.json", "deno.lock", "lib", "scripts"];
  const paths = parts.map((part) => `${ROOT}/${part}`);
  await new Deno.Command("cp", { args: ["-r", ...paths, folder] }).output();
  return parts;
}

async function uninstall(project: string) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${project}/scripts/course/uninstall.ts`],
    env: { NO_COLOR: "1" },
  }).output();
  const [said, error] = [stdout, stderr].map((text) =>
    new TextDecoder().decode(text)
  );
  return { code, stdout: said, stderr: error };
}
