import { assertEquals, assertStringIncludes } from "@std/assert";
import { exists } from "mle/io/mod.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

const BROUGHT = [
  ".venv/bin/jupyter",
  ".venv.01234567-89ab-cdef-0123-456789abcdef.tmp/half",
  "node_modules/left-pad/index.js",
  "data/fashion-mnist/t10k-labels-idx1-ubyte.gz",
  "data/sign_data_stand_in/NOTE.txt",
  "build/bubblewrap/usr/bin/bwrap",
  "build/bench/venv/bin/python",
  "build/data.set-up",
  "build/set-up.lock",
];
const THEIRS = [
  "notebooks/exercise_2_cnn_classifier.ipynb",
  "data/sign_data/X_train.npy",
  "build/notebooks/exercise_2_cnn_classifier.ipynb",
  "build/train/cnn/last.safetensors",
];

Deno.test("uninstall takes away what set-up has brought, and nothing of anybody's", async () => {
  await using dir = await temporaryFolder();
  const parts = ["deno.json", "deno.lock", "lib", "scripts"];
  const paths = parts.map((part) => `${ROOT}/${part}`);
  await new Deno.Command("cp", { args: ["-r", ...paths, dir.path] }).output();
  for (const path of [...BROUGHT, ...THEIRS]) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    await Deno.mkdir(dir.at(folder), { recursive: true });
    await Deno.writeTextFile(dir.at(path), "");
  }
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", dir.at("scripts/course/uninstall.ts")],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assertEquals([code, decoder.decode(stderr)], [0, ""]);
  for (const path of BROUGHT) {
    assertEquals([path, await exists(dir.at(path))], [path, false]);
  }
  for (const path of THEIRS) {
    assertEquals([path, await exists(dir.at(path))], [path, true]);
  }
  assertStringIncludes(
    decoder.decode(stdout),
    "what tasks have made (build/notebooks, build/train)",
  );
  assertEquals(
    Array.from(Deno.readDirSync(dir.path), ({ name }) => name).sort(),
    ["build", "data", ...parts, "notebooks"].sort(),
  );
});
