import { parse } from "@babel/parser";
import type { Notebook } from "../../notebooks/format.ts";
import { promptOf, regionText } from "./regions.ts";

/** What of the library is the answer to a task: names by the module that exports them. */
export type Answers = Map<string, Set<string>>;

/**
 * The answers in some notebooks: what a solution imports from the library and
 * its prompt has the student declare.
 *
 * @returns modules as the notebooks import them, such as `mle/models/mod.ts`.
 */
export function answersIn(notebooks: readonly Notebook[]): Answers {
  const answers: Answers = new Map();
  for (const { source } of notebooks.flatMap(({ cells }) => cells)) {
    const solution = regionText(source, "SOLUTION");
    if (solution === undefined) continue;
    const declared = declaredNames(promptOf(source) ?? "");
    for (const statement of bodyOf(solution)) {
      if (statement.type !== "ImportDeclaration") continue;
      for (const { local } of statement.specifiers) {
        if (!declared.has(local.name)) continue;
        const module = statement.source.value;
        const names = answers.get(module) ?? new Set();
        answers.set(module, names.add(local.name));
      }
    }
  }
  return answers;
}

/** The classes and functions that a prompt has the student write. */
export function declaredNames(prompt: string): Set<string> {
  return new Set(
    bodyOf(prompt).flatMap((statement) => {
      const isDeclared = statement.type === "ClassDeclaration" ||
        statement.type === "FunctionDeclaration";
      return isDeclared && statement.id ? [statement.id.name] : [];
    }),
  );
}

function bodyOf(source: string) {
  return parse(source, { sourceType: "module", plugins: ["typescript"] })
    .program.body;
}
