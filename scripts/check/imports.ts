import { parse } from "@babel/parser";

/** The meaning of each name that a notebook has imported. */
export type Imported = Map<string, string>;

/**
 * Removes from a cell's imports what earlier cells have already imported under
 * the same name, which a notebook allows and a module does not. Line numbers do
 * not change.
 *
 * @param imported What earlier cells have imported; this cell's are added.
 */
export function withoutImported(text: string, imported: Imported): string {
  const blanks: [start: number, end: number][] = [];
  for (const statement of importsIn(text)) {
    const { specifiers, source } = statement;
    const known = specifiers.filter((specifier) => {
      const what = `${source.value} ${
        specifier.type === "ImportSpecifier"
          ? nameOf(specifier.imported)
          : specifier.type
      }`;
      const isKnown = imported.get(specifier.local.name) === what;
      imported.set(specifier.local.name, what);
      return isKnown;
    });
    if (known.length > 0 && known.length === specifiers.length) {
      blanks.push([statement.start!, statement.end!]);
    } else {
      for (const { start, end } of known) {
        const comma = /^\s*,/.exec(text.slice(end!))?.[0].length ?? 0;
        blanks.push([start!, end! + comma]);
      }
    }
  }
  return blanks.reduce(
    (text, [start, end]) =>
      text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") +
      text.slice(end),
    text,
  );
}

function importsIn(text: string) {
  try {
    return parse(text, { sourceType: "module", plugins: ["typescript"] })
      .program.body.filter((statement) =>
        statement.type === "ImportDeclaration"
      );
  } catch {
    return []; // the type checker will say what is wrong, and where
  }
}

function nameOf(
  id: { type: "Identifier"; name: string } | {
    type: "StringLiteral";
    value: string;
  },
): string {
  return id.type === "Identifier" ? id.name : id.value;
}
