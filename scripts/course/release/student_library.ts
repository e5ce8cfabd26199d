import { parse } from "@babel/parser";
import type { Answers } from "./answers.ts";
import {
  linksOf,
  nameOf,
  reachable,
  resolveModule,
  type Sources,
} from "./module_graph.ts";

/** Folders of the library that students do not get. */
const TEACHERS_FOLDERS = ["lib/grading/", "lib/sheet/"];

/**
 * The modules that students get: of the library what its folders make public,
 * less the answers and what only these need; of the scripts those given.
 *
 * @param sources All modules of the project, by path.
 * @param scripts The scripts that students get, which may need others.
 * @throws {Error} if an answer is needed by something that students get.
 */
export function studentSources(
  sources: Sources,
  answers: Answers,
  scripts: readonly string[],
): Sources {
  const cut: Sources = new Map(sources);
  const answerNames = new Map<string, Set<string>>();
  for (const [module, names] of answers) {
    const path = resolveModule("", module)!;
    answerNames.set(path, names);
    cut.set(path, withoutExports(path, sources.get(path) ?? "", names));
  }
  const roots = [...sources.keys()].filter((path) =>
    /^lib\/[a-z_]+\/mod\.ts$/.test(path) &&
    !TEACHERS_FOLDERS.some((folder) => path.startsWith(folder))
  );
  const needed = reachable(cut, [...roots, ...scripts]);
  refuseAnswers(sources, cut, needed, answerNames);
  return new Map([...cut].filter(([path]) => needed.has(path)));
}

/** A folder's `mod.ts` without some of the names that it passes on. */
function withoutExports(
  path: string,
  source: string,
  names: ReadonlySet<string>,
): string {
  const { body } =
    parse(source, { sourceType: "module", plugins: ["typescript"] }).program;
  const missing = new Set(names);
  let cut = source;
  for (const statement of body.toReversed()) {
    if (statement.type !== "ExportNamedDeclaration") continue;
    const kept = statement.specifiers.filter((specifier) =>
      specifier.type !== "ExportSpecifier" ||
      !names.has(nameOf(specifier.local))
    );
    if (kept.length === statement.specifiers.length) continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type === "ExportSpecifier") {
        missing.delete(nameOf(specifier.local));
      }
    }
    const texts = kept.map(({ start, end }) => source.slice(start!, end!));
    const replacement = kept.length === 0
      ? ""
      : `export { ${texts.join(", ")} } from "${statement.source!.value}";`;
    cut = cut.slice(0, statement.start!) + replacement +
      cut.slice(statement.end!).replace(kept.length === 0 ? /^\n/ : /^/, "");
  }
  if (missing.size === 0) return cut;
  throw new Error(
    `Cannot leave out ${
      [...missing].join(", ")
    }: ${path} does not pass it on ` +
      "from a file of its own",
  );
}

/** Fails if students would get what declares an answer, or what needs one. */
function refuseAnswers(
  sources: Sources,
  cut: Sources,
  needed: ReadonlySet<string>,
  answers: Map<string, Set<string>>,
): void {
  for (const [module, names] of answers) {
    const files = linksOf(module, sources.get(module)!)
      .filter((link) => link.names.some((name) => names.has(name)))
      .map(({ path }) => path);
    for (const path of needed) {
      if (!path.endsWith(".ts")) continue;
      const used = linksOf(path, cut.get(path)!).find((link) =>
        files.includes(link.path) ||
        link.path === module && link.names.some((name) => names.has(name))
      );
      if (used === undefined && !files.includes(path)) continue;
      throw new Error(
        `Cannot leave out ${[...names].join(", ")} of ${module}: ${path}, ` +
          "which students get, needs it",
      );
    }
  }
}
