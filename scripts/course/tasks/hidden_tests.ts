import { parse } from "@babel/parser";
import { join } from "node:path";
import type { Exercise } from "./exercises.ts";

/** Hidden tests as a cell. */
export interface HiddenTests {
  /** The cell's code. */
  source: string;
  /** The names in the notebook that it uses. */
  takes: string[];
}

/** The hidden tests of a grade cell, if it has any. */
export async function hiddenTestsOf(
  { folder, checks }: Exercise,
  cellId: string,
): Promise<HiddenTests | undefined> {
  const check = checks[cellId];
  if (check === undefined) return undefined;
  const path = join(import.meta.dirname!, folder, `${check.tests}_tests.ts`);
  return toCell(await Deno.readTextFile(path), path);
}

/**
 * Makes a cell of a module whose one export is a function: the cell calls it
 * with the notebook's values of the same names as its parameters. Everything is
 * in a block, so that no name of the notebook changes.
 *
 * @throws {TypeError} if the module exports anything else.
 */
export function toCell(source: string, path: string): HiddenTests {
  const { body } = parse(source, {
    sourceType: "module",
    plugins: ["typescript"],
  }).program;
  const parts: string[] = [];
  const functions: string[] = [];
  const takes: string[] = [];
  for (const statement of body) {
    const text = source.slice(statement.start!, statement.end!);
    if (statement.type === "ImportDeclaration") {
      if (statement.importKind !== "type") parts.push(importedAtRun(statement));
    } else if (statement.type !== "ExportNamedDeclaration") {
      parts.push(text);
    } else if (statement.declaration?.type === "FunctionDeclaration") {
      const { start, end, params } = statement.declaration;
      takes.push(
        ...params.map((param) =>
          param.type === "Identifier" ? param.name : "?"
        ),
      );
      functions.push(
        `await (${source.slice(start!, end!)})(${takes.join(", ")});`,
      );
    }
  }
  if (functions.length !== 1) {
    throw new TypeError(
      `Cannot take hidden tests from ${path}: expected one function that is ` +
        `exported, got ${functions.length}`,
    );
  }
  return { source: ["{", ...parts, ...functions, "}"].join("\n"), takes };
}

type Statement = ReturnType<typeof parse>["program"]["body"][number];
type Import = Extract<Statement, { type: "ImportDeclaration" }>;

/** An import as a statement that a block may contain. */
function importedAtRun({ specifiers, source }: Import): string {
  const names = specifiers.map((specifier) => {
    const { name } = specifier.local;
    if (specifier.type === "ImportNamespaceSpecifier") return name;
    if (specifier.type === "ImportDefaultSpecifier") return `default: ${name}`;
    if (specifier.importKind === "type") return "";
    const { imported } = specifier;
    return imported.type === "Identifier" && imported.name !== name
      ? `${imported.name}: ${name}`
      : name;
  }).filter((name) => name !== "");
  const isNamespace = specifiers[0]?.type === "ImportNamespaceSpecifier";
  return `const ${isNamespace ? names[0] : `{ ${names.join(", ")} }`} = ` +
    `await import("${source.value}");`;
}
