import { parse, type ParseResult } from "@babel/parser";

/** The text of a declaration with its comment, and the file in which it stands. */
export interface DeclarationSource {
  /** The file. */
  readonly file: URL;
  /** The declaration, from its comment to its last line. */
  readonly text: string;
}

type Statement = ParseResult["program"]["body"][number];

/**
 * The source of everything that a module exports, by name; `export … from` is followed to the
 * file of this project that declares the name.
 */
export function exportedSources(file: URL): Map<string, DeclarationSource> {
  const source = Deno.readTextFileSync(file);
  const statements = parse(source, {
    sourceType: "module",
    plugins: ["typescript"],
  }).program.body;
  const exported = new Map<string, DeclarationSource>();
  const add = (name: string, found: DeclarationSource | undefined) => {
    if (found) exported.set(name, found);
  };
  for (const statement of statements) {
    if (statement.type === "ExportAllDeclaration") {
      const others = sourcesIn(statement.source.value, file);
      for (const [name, found] of others) add(name, found);
    }
    if (statement.type !== "ExportNamedDeclaration") continue;
    for (const name of declaredNames(statement.declaration)) {
      add(name, { file, text: textOf(statement, source) });
    }
    const others = statement.source
      ? sourcesIn(statement.source.value, file)
      : undefined;
    for (const specifier of statement.specifiers) {
      if (specifier.type !== "ExportSpecifier") continue;
      const name = nameOf(specifier.exported);
      const local = nameOf(specifier.local);
      if (others) {
        add(name, others.get(local));
      } else {
        const declaration = statements.find((other) =>
          declaredNames(other).includes(local)
        );
        if (declaration) {
          add(name, { file, text: textOf(declaration, source) });
        }
      }
    }
  }
  return exported;
}

/** What a module exports, where `specifier` leads to a file of this project. */
function sourcesIn(
  specifier: string,
  file: URL,
): Map<string, DeclarationSource> {
  return specifier.startsWith(".")
    ? exportedSources(new URL(specifier, file))
    : new Map();
}

function declaredNames(statement: Statement | null | undefined): string[] {
  switch (statement?.type) {
    case "VariableDeclaration":
      return statement.declarations.flatMap(({ id }) =>
        id.type === "Identifier" ? [id.name] : []
      );
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id ? [statement.id.name] : [];
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
      return [statement.id.name];
    default:
      return [];
  }
}

function textOf(statement: Statement, source: string): string {
  const comment = statement.leadingComments?.findLast((comment) =>
    comment.type === "CommentBlock"
  );
  const start = comment?.start ?? statement.start ?? 0;
  return source.slice(start, statement.end ?? source.length);
}

function nameOf(
  id: { type: "Identifier"; name: string } | {
    type: "StringLiteral";
    value: string;
  },
): string {
  return id.type === "Identifier" ? id.name : id.value;
}
