import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../scripts/shared/paths.ts";

// Which folders of lib a folder may import. Data flows one way, and what takes
// plain arrays (plot, math, metrics) never meets a tensor.
const MAY_IMPORT: Record<string, string[]> = {
  io: [],
  tf: [],
  random: [],
  ops: ["tf"],
  nn: ["io", "random", "tf", "ops"],
  optim: ["tf", "ops", "nn"],
  data: ["io", "random", "tf"],
  models: ["tf", "ops", "nn"],
  metrics: [],
  train: ["random", "tf", "ops", "nn", "optim", "data", "metrics"],
  plot: ["io"],
  math: ["plot"],
  notebook: ["io", "plot", "train"],
  testing: ["random", "tf", "ops", "nn"],
  checks: ["random", "tf", "ops", "nn", "optim", "data", "train", "math"],
  grading: ["random", "nn"],
};

interface Import {
  file: string;
  folder: string;
  specifier: string;
}

const imports = await importsOf(join(ROOT, "lib"));

Deno.test("folders of lib import only what lies beneath them", () => {
  const wrong = imports.filter(({ folder, specifier }) => {
    const target = /^(?:\.\.\/)+([a-z_]+)\//.exec(specifier)?.[1];
    return target !== undefined && target !== folder &&
      !MAY_IMPORT[folder]?.includes(target);
  });
  assertEquals(wrong, []);
});

Deno.test("folders of lib import each other through mod.ts", () => {
  const wrong = imports.filter(({ specifier }) =>
    /^(\.\.\/)+[a-z_]+\//.test(specifier) && !specifier.endsWith("/mod.ts")
  );
  assertEquals(wrong, []);
});

Deno.test("lib imports neither itself by name nor scripts, tests, notebooks", () => {
  const wrong = imports.filter(({ specifier }) =>
    /^mle\/|\/(scripts|tests|notebooks)\//.test(specifier)
  );
  assertEquals(wrong, []);
});

Deno.test("lib/tf is the only door to TensorFlow", () => {
  const folders = imports
    .filter(({ specifier }) => specifier.startsWith("@tensorflow/"))
    .map(({ folder }) => folder);
  assertEquals([...new Set(folders)], ["tf"]);
});

async function importsOf(path: string, folder = ""): Promise<Import[]> {
  const found: Import[] = [];
  for await (const entry of Deno.readDir(path)) {
    const file = join(path, entry.name);
    if (entry.isDirectory) {
      found.push(...await importsOf(file, folder || entry.name));
    } else if (file.endsWith(".ts")) {
      const code = (await Deno.readTextFile(file))
        .replaceAll(/^\s*(\*|\/\/).*$/gm, ""); // examples in comments
      const matches = code.matchAll(
        /(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"\n]+)"/g,
      );
      for (const [, specifier] of matches) {
        found.push({ file, folder, specifier });
      }
    }
  }
  return found;
}
