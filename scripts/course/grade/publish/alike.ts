import type { NotebookResult } from "../grade_notebook.ts";
import { digestOf } from "../digest.ts";

/** Students whose notebooks say the same, for a person to judge. */
export interface Alike {
  exercise: string;
  students: string[];
}

const MIN_TOKENS = 60; // less is alike by chance, or the one right answer

const TOKEN =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"[^"\n]*"|'[^'\n]*'|[\p{L}_$][\p{L}\p{M}\p{N}_$]*|\p{N}[\p{N}.]*|\S/gu;

/**
 * Notebooks of different students that are the same but for comments, spaces,
 * letters' sizes, and the names that a student chooses.
 */
export function alikeIn(results: readonly NotebookResult[]): Alike[] {
  const groups = Map.groupBy(
    results.flatMap((result) => {
      const answers = result.cells.filter(({ unanswered }) => !unanswered);
      const tokens = answers.flatMap(({ role, graded, source }) =>
        role === "solution" || role === "extra"
          ? codeTokens(source)
          : graded?.byHand
          ? source.toLowerCase().split(/\s+/)
          : []
      );
      return tokens.length < MIN_TOKENS
        ? []
        : [{ result, digest: digestOf([result.exercise, tokens]) }];
    }),
    ({ digest }) => digest,
  );
  return [...groups.values()].filter(({ length }) => length > 1)
    .map((group) => ({
      exercise: group[0].result.exercise,
      students: group.map(({ result }) => result.student),
    }));
}

/** Code's tokens without comments, in which a name is its place of first use. */
function codeTokens(source: string): string[] {
  const names = new Map<string, string>();
  return [...source.matchAll(TOKEN)].flatMap(([token]) => {
    if (token.startsWith("//") || token.startsWith("/*")) return [];
    if (!/^[\p{L}_$]/u.test(token)) return [token];
    if (!names.has(token)) names.set(token, `name ${names.size}`);
    return [names.get(token)!];
  });
}
