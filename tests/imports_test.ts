import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../scripts/shared/paths.ts";

// Which folders of lib a folder may import. Data flows one way, and what takes
// plain arrays (plot, math, metrics) never meets a tensor. Nothing imports sheet
// or grading: students have neither.
const MAY_IMPORT: Record<string, string[]> = {
  io: [],
  display: [],
  tf: ["io", "display"],
  random: [],
  ops: ["tf"],
  nn: ["io", "display", "random", "tf", "ops"],
  stop: [],
  optim: ["stop", "tf", "ops", "nn"],
  data: ["io", "display", "random", "stop", "tf", "ops"],
  metrics: [],
  train: ["stop", "tf", "ops", "nn", "optim", "data", "metrics"],
  checkpoint: ["io", "random", "tf", "nn", "optim", "data"],
  plot: ["io", "display"],
  math: ["display", "plot"],
  notebook: ["io", "display", "stop", "plot", "train"],
  testing: [],
  checks: [
    ...["random", "tf", "ops", "nn", "optim", "data", "train", "math", "plot"],
  ],
  sheet: [
    ...["math", "metrics", "random", "tf", "ops", "nn", "optim", "data"],
    ...["train", "checkpoint", "plot"],
  ],
  grading: ["random", "nn"],
};

// The same for scripts. What everybody has never needs the teacher's half.
const SCRIPTS_MAY_IMPORT: Record<string, string[]> = {
  shared: [],
  data: ["shared"],
  notebooks: ["shared"],
  setup: ["shared", "data"],
  doctor: ["shared", "data", "setup"],
  check: ["shared", "notebooks"],
  kernel: ["shared"],
};
const COURSE_MAY_IMPORT: Record<string, string[]> = {
  sandbox: ["shared"],
  setup: ["shared", "data", "setup", "course/sandbox"],
  doctor: ["course/sandbox", "course/cluster"],
  bare: ["shared"],
  tasks: ["notebooks"],
  release: ["shared", "notebooks", "course/tasks"],
  answers: ["notebooks", "course/tasks"],
  grade: [
    ...["shared", "notebooks"],
    ...["course/tasks", "course/release", "course/sandbox"],
  ],
  cluster: [
    ...["shared", "setup", "course/sandbox", "course/grade"],
    ...["course/train", "course/sweep"],
  ],
  bench: ["shared", "setup"],
  train: ["shared"],
  sweep: ["shared", "course/train"],
  pictures: ["shared"],
  docs: ["shared"],
  site: [
    ...["shared", "notebooks"],
    ...["course/tasks", "course/release", "course/pictures"],
  ],
  ok: ["shared", "setup"],
  test: ["shared"],
};

interface Import {
  /** Its path in the project. */
  file: string;
  /** The folder of lib or scripts that it lies in; `course/…` for the teacher's. */
  folder: string;
  specifier: string;
  /** The path in the project of what is imported; none if it is a package. */
  target?: string;
}

const imports = await importsIn("lib");
const scripts = await importsIn("scripts");

Deno.test("folders of lib import only what lies beneath them", () => {
  assertEquals(notAllowed(imports, MAY_IMPORT), []);
});

Deno.test("folders of scripts import only what lies beneath them", () => {
  const course = Object.entries(COURSE_MAY_IMPORT).map(([folder, allowed]) =>
    [`course/${folder}`, allowed] as const
  );
  const all = { ...SCRIPTS_MAY_IMPORT, ...Object.fromEntries(course) };
  assertEquals(notAllowed(scripts, all), []);
});

Deno.test("everybody's scripts never import the teacher's half", () => {
  const wrong = scripts.filter(({ file, specifier, target = "" }) =>
    !file.startsWith("scripts/course/") &&
    (target.startsWith("scripts/course/") ||
      /^mle\/(sheet|grading)\//.test(specifier))
  );
  assertEquals(wrong, []);
});

Deno.test("folders of lib import each other through mod.ts", () => {
  const wrong = imports.filter(({ specifier }) =>
    /^(\.\.\/)+[a-z_]+\//.test(specifier) && !specifier.endsWith("/mod.ts")
  );
  assertEquals(wrong, []);
});

Deno.test("a folder's mod.ts in lib only re-exports", async () => {
  for await (const { name } of Deno.readDir(join(ROOT, "lib"))) {
    const code = await Deno.readTextFile(join(ROOT, "lib", name, "mod.ts"));
    const left = code.replaceAll(/^ *(\/?\*|\/\/).*$/gm, "")
      .replaceAll(/^import "[^"]+";$/gm, "")
      .replaceAll(/^export (type )?(\*|\{[^}]*\}) from "[^"]+";$/gm, "");
    assertEquals(left.trim(), "", `lib/${name}/mod.ts`);
  }
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

/** Imports of another folder than those that their own may import. */
function notAllowed(
  imports: readonly Import[],
  allowed: Record<string, string[]>,
): Import[] {
  return imports.filter(({ folder, target }) => {
    if (folder === "" || target === undefined) return false; // a program
    if (target === "deno.json") return false; // holds the version
    const other = folderOf(target);
    return other !== folder && !allowed[folder]?.includes(other);
  });
}

/** What the modules below `root`, lib or scripts, import. */
async function importsIn(root: string, path = root): Promise<Import[]> {
  const found: Import[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, path))) {
    const file = `${path}/${name}`;
    if (isDirectory) {
      found.push(...await importsIn(root, file));
    } else if (name.endsWith(".ts")) {
      const code = (await Deno.readTextFile(join(ROOT, file)))
        .replaceAll(/^\s*(\*|\/\/).*$/gm, ""); // examples in comments
      const matches = code.matchAll(
        /(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"\n]+)"/g,
      );
      for (const [, specifier] of matches) {
        const target = specifier.startsWith(".")
          ? join(path, specifier)
          : undefined;
        found.push({ file, folder: folderOf(file), specifier, target });
      }
    }
  }
  return found;
}

/** `setup` for `scripts/setup/x.ts`, `course/grade` for what lies below that. */
function folderOf(file: string): string {
  const [, folder = "", inner = ""] = file.split("/").slice(0, -1);
  if (folder !== "course") return folder;
  return inner === "" ? "" : `course/${inner}`;
}
