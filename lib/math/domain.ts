import { symbolToLatex } from "./latex.ts";
import type { Values } from "./evaluate.ts";

/** Which values a derivation's symbols may take. */
export interface Domain {
  /** Symbols that stand for any real number. */
  readonly real?: readonly string[];
  /** Symbols that stand for a number above zero. */
  readonly positive?: readonly string[];
  /** Symbols that stand for an integer, each with its first and last value. */
  readonly integer?: Readonly<Record<string, readonly [number, number]>>;
}

/** Where two formulas in real symbols are compared. */
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

/** The values at which a symbol is tried: all of them for an integer. */
function samples(domain: Domain, name: string): readonly number[] {
  if (domain.positive?.includes(name)) return POSITIVE_SAMPLES;
  const range = domain.integer?.[name];
  if (range === undefined) return REAL_SAMPLES;
  const [first, last] = range;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Every combination of sample values of the named symbols. */
export function* grid(
  domain: Domain,
  names: readonly string[],
): Generator<Values> {
  if (names.length === 0) {
    yield {};
    return;
  }
  const [first, ...others] = names;
  for (const values of grid(domain, others)) {
    for (const value of samples(domain, first)) {
      yield { [first]: value, ...values };
    }
  }
}

/** "for all real $x$ and all $\sigma > 0$", for the named symbols. */
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
  const last = parts.pop()!;
  return ` for ${
    parts.length === 0 ? last : `${parts.join(", ")} and ${last}`
  }`;
}
