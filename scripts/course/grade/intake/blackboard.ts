/** The name of the receipt that Blackboard puts beside an attempt's files. */
export const RECEIPT = /_attempt_\d{4}(?:-\d\d){5}\.txt$/;

/** The most that is read of a receipt, which may hold a text, in bytes. */
export const MAX_RECEIPT = 2 ** 20;

const NAME_LINE = /^\uFEFF?Name: .*\((?<login>[^()]+)\)\s*$/;

/** The line of a receipt that Blackboard writes itself, with the login. */
export function firstLine(receipt: string): string {
  return receipt.split("\n", 1)[0];
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
