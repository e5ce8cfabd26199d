import { symbolToLatex, toLatex } from "./latex.ts";
import { type Inequality, parseInequality } from "./parse.ts";
import { compile, type Values } from "./evaluate.ts";
import { freeSymbols } from "./expression.ts";

/** Which values a derivation's symbols may take. */
export interface Domain {
  /** Symbols that stand for any real number. */
  readonly real?: readonly string[];
  /** Symbols that stand for a positive number. */
  readonly positive?: readonly string[];
  /** Symbols that stand for an integer, each with its first and last value. */
  readonly integer?: Readonly<Record<string, readonly [number, number]>>;
  /** Conditions on the symbols as LaTeX, `a < b` or `a \\le b`. */
  readonly where?: readonly string[];
}

/** The values of a real symbol at which two formulas are compared. */
const REAL_SAMPLES = [1, -2, 0.5];
const POSITIVE_SAMPLES = [2, 1, 0.5];

/** The symbols' names, in the order in which they were given. */
export function domainSymbols(domain: Domain): string[] {
  return [
    ...domain.real ?? [],
    ...domain.positive ?? [],
    ...Object.keys(domain.integer ?? {}),
  ];
}

/** The values tried for a symbol: for an integer, all of them. */
function samples(domain: Domain, name: string): readonly number[] {
  if (domain.positive?.includes(name)) return POSITIVE_SAMPLES;
  const range = domain.integer?.[name];
  if (range === undefined) return REAL_SAMPLES;
  const [first, last] = range;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Every combination of sample values of the named symbols that meets the conditions. */
export function grid(domain: Domain, names: ReadonlySet<string>): Values[] {
  let points: Values[] = [{}];
  for (const name of domainSymbols(domain)) {
    if (!names.has(name)) continue;
    points = samples(domain, name)
      .flatMap((value) => points.map((point) => ({ ...point, [name]: value })));
  }
  return conditions(domain, names).reduce(
    (left, condition) => left.filter(holds(condition)),
    points,
  );
}

/** The conditions that involve only the named symbols. */
function conditions(domain: Domain, names: ReadonlySet<string>): Inequality[] {
  return (domain.where ?? []).map(parseInequality).filter(({ left, right }) =>
    [left, right].every((side) => freeSymbols(side).isSubsetOf(names))
  );
}

function holds(condition: Inequality): (values: Values) => boolean {
  const left = compile(condition.left, new Map());
  const right = compile(condition.right, new Map());
  return (values) =>
    condition.orEqual
      ? left(values) <= right(values)
      : left(values) < right(values);
}

/** " for all real $x$ and all $\\sigma > 0$", for the named symbols. */
export function quantifiers(
  domain: Domain,
  names: ReadonlySet<string>,
): string {
  const list = (symbols: readonly string[] = []) =>
    symbols.filter((name) => names.has(name)).map(symbolToLatex).join(", ");
  const real = list(domain.real);
  const positive = list(domain.positive);
  const parts = [
    ...real ? [`all real $${real}$`] : [],
    ...positive ? [`all $${positive} > 0$`] : [],
    ...Object.entries(domain.integer ?? {})
      .filter(([name]) => names.has(name))
      .map(([name, [first, last]]) =>
        `$${symbolToLatex(name)} = ${first}, \\ldots, ${last}$`
      ),
  ];
  if (parts.length === 0) return "";
  const where = conditions(domain, names).map(({ left, right, orEqual }) =>
    `$${toLatex(left)} ${orEqual ? "\\le" : "\\lt"} ${toLatex(right)}$`
  );
  return ` for ${enumerate(parts)}` +
    (where.length === 0 ? "" : ` with ${enumerate(where)}`);
}

function enumerate(parts: readonly string[]): string {
  return parts.length < 2
    ? parts.join()
    : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
