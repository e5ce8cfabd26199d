import { parse } from "@babel/parser";
import { dirname, join } from "node:path";

/** A module of a project, by its path in it, and its text. */
export type Sources = Map<string, string>;

/** What a module takes from another of the project. */
export interface Link {
  /** The other module's path in the project. */
  path: string;
  /** The names that are taken; none if everything is, or nothing by name. */
  names: string[];
}

/** What a module imports or passes on from other modules of the project. */
export function linksOf(path: string, source: string): Link[] {
  const links: Link[] = [];
  const { body } =
    parse(source, { sourceType: "module", plugins: ["typescript"] }).program;
  for (const statement of body) {
    if (!("source" in statement) || !statement.source) continue;
    const target = resolveModule(path, statement.source.value);
    if (target === undefined) continue;
    const specifiers = "specifiers" in statement
      ? statement.specifiers ?? []
      : [];
    const names = specifiers.flatMap((specifier) =>
      specifier.type === "ImportSpecifier"
        ? [nameOf(specifier.imported)]
        : specifier.type === "ExportSpecifier"
        ? [nameOf(specifier.local)]
        : []
    );
    links.push({ path: target, names });
  }
  for (const [, specifier] of source.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g)) {
    const target = resolveModule(path, specifier);
    if (target !== undefined) links.push({ path: target, names: [] });
  }
  return links;
}

/** The path in the project of what a module imports; none if it is a package. */
export function resolveModule(
  path: string,
  specifier: string,
): string | undefined {
  if (specifier.startsWith("mle/")) return join("lib", specifier.slice(4));
  if (!specifier.startsWith(".")) return undefined;
  return join(dirname(path), specifier);
}

/** The modules that some modules need, themselves included. */
export function reachable(
  sources: Sources,
  roots: readonly string[],
): Set<string> {
  const found = new Set<string>();
  const visit = (path: string) => {
    const source = sources.get(path);
    if (found.has(path) || source === undefined) return;
    found.add(path);
    if (!path.endsWith(".ts")) return;
    for (const link of linksOf(path, source)) visit(link.path);
  };
  roots.forEach(visit);
  return found;
}

/** The name in an import or export, written plainly or as a text. */
export function nameOf(
  id: { type: "Identifier"; name: string } | {
    type: "StringLiteral";
    value: string;
  },
): string {
  return id.type === "Identifier" ? id.name : id.value;
}
