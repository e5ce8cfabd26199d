/** The name of the receipt that Blackboard puts beside an attempt's files. */
export const RECEIPT = /_attempt_\d{4}(?:-\d\d){5}\.txt$/;

/** The most that is read of a receipt, which may hold a text, in bytes. */
export const MAX_RECEIPT = 2 ** 20;

const NAME_LINE = /^\uFEFF?Name: .*\((?<login>[^()]+)\)\s*$/;

// What stands where nothing was typed in.
const NOTHING = /^There (is|are) no student /;

/**
 * Which receipts hold a text that was typed in on Blackboard: a line between the
 * first paragraph and the list of files that no other receipt has, since what
 * Blackboard writes itself, in whatever language, stands in all.
 */
export function typedInto(
  receipts: readonly (string | undefined)[],
): boolean[] {
  const lines = receipts.map(linesOf);
  const counts = new Map<string, number>();
  for (const line of lines.flatMap((own) => [...new Set(own)])) {
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return lines.map((own) =>
    own.some((line) => counts.get(line) === 1 && !NOTHING.test(line))
  );
}

function linesOf(receipt: string | undefined): string[] {
  const [, ...paragraphs] = (receipt ?? "").replaceAll("\r", "")
    .split(/\n\s*\n/);
  const lines = paragraphs.join("\n").split("\n").map((line) => line.trim())
    .filter((line) => line !== "");
  const files = lines.findLastIndex((line) => /^\p{L}+:$/u.test(line));
  return lines.slice(0, Math.max(files, 0))
    .filter((line) => !/^[\p{L} ]+:$/u.test(line));
}

/**
 * The login in each `<assignment>_<login>`. Both may hold a `_`, so the receipts'
 * first lines, by such a name, decide, then the logins that are known; else what
 * all names begin with is the assignment, which is guessed. A name for which that
 * leaves several logins has none.
 */
export function loginsOf(
  names: Iterable<string>,
  receipts: ReadonlyMap<string, string>,
  known: readonly string[] = [],
): { logins: Map<string, string>; guessed: Set<string> } {
  const logins = new Map<string, string>();
  const guessed = new Set<string>();
  for (const [name, line] of receipts) {
    const login = NAME_LINE.exec(line)?.groups?.login;
    if (login && name.endsWith(`_${login}`)) logins.set(name, login);
  }
  const listed = new Set(known);
  for (const name of new Set(names).difference(logins)) {
    const parts = name.split("_");
    const [login, ...more] = parts.map((_, i) => parts.slice(i).join("_"))
      .filter((end) => listed.has(end));
    if (login !== undefined && more.length === 0) logins.set(name, login);
  }
  const assignments = [...logins].map(([name, login]) =>
    name.slice(0, -login.length)
  );
  const others = new Set(names).difference(logins);
  const alike = Map.groupBy(others, (name) => name.split("_", 1)[0]);
  for (const name of others) {
    const [first, ...more] = new Set(
      assignments.filter((assignment) => name.startsWith(assignment)),
    );
    if (first !== undefined) {
      if (more.length === 0) logins.set(name, name.slice(first.length));
      continue;
    }
    const login = withoutShared(name, alike.get(name.split("_", 1)[0])!);
    if (login !== undefined) logins.set(name, login);
    guessed.add(name);
  }
  return { logins, guessed };
}

/** The parts of a name that not all names have, the last one at least. */
function withoutShared(
  name: string,
  names: readonly string[],
): string | undefined {
  const parts = name.split("_");
  if (names.length === 1 && parts.length > 2) return undefined;
  const others = names.map((other) => other.split("_"));
  const most = Math.min(...others.map(({ length }) => length - 1));
  let shared = 0;
  while (
    shared < most && others.every((other) => other[shared] === parts[shared])
  ) shared++;
  return parts.slice(shared).join("_");
}
