import type { CheckedLine } from "./checked_line.ts";
import { checkLine } from "./check_line.ts";
import {
  type Definition,
  definitionsView,
  toDefinition,
} from "./definition.ts";
import type { View } from "../display/mod.ts";
import { type Domain, domainSymbols } from "./domain.ts";
import type { NumericFunction } from "./evaluate.ts";
import {
  type Expression,
  freeSymbols,
  mapParts,
  substitute,
} from "./expression.ts";
import { FalseLineError } from "./false_line_error.ts";
import { parseEquation } from "./parse.ts";

/**
 * A derivation whose lines are checked as they are written.
 *
 * A line is written once, in LaTeX. What a notebook shows is printed from the
 * formula that was parsed and checked, not from the text.
 *
 * @example
 * ```ts
 * import { Derivation } from "mle/math/mod.ts";
 *
 * const square = new Derivation({ real: ["a", "b"] });
 * square.define`c = a + b`;
 * square.line`c^2 = a^2 + 2ab + b^2`; // ✓ Exact, for all real a, b
 * square.line`c^2 = a^2 + b^2`; // throws a FalseLineError with a counterexample
 * ```
 */
export class Derivation {
  readonly #domain: Domain;
  readonly #functions: ReadonlyMap<string, NumericFunction>;
  readonly #definitions = new Map<string, Definition>();
  /** What each defined name stands for, with earlier definitions expanded. */
  readonly #meanings = new Map<string, Expression>();

  /**
   * Starts a derivation.
   *
   * @param domain the symbols, grouped by the values they may take, with their
   * LaTeX names but without the backslash: `x`, `mu_1`, `H_out`
   * @param functions functions written in TypeScript that lines may call
   * @throws RangeError if a name is given twice
   */
  constructor(
    domain: Domain,
    functions: Readonly<Record<string, NumericFunction>> = {},
  ) {
    this.#domain = domain;
    this.#functions = new Map(Object.entries(functions));
    const names = [...domainSymbols(domain), ...this.#functions.keys()];
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) {
      throw new RangeError(
        `Cannot start the derivation: expected each symbol once, got ${twice} twice`,
      );
    }
  }

  /**
   * Introduces abbreviations, `` define`A = …` ``, and functions,
   * `` define`p(x) = …` ``, one on each line of the text. Defining a name again
   * replaces it for the lines that follow.
   *
   * @throws SyntaxError if a line cannot be parsed or is not a definition
   * @throws RangeError if it uses an unknown symbol or redefines one of the
   * derivation's symbols
   */
  define(latex: TemplateStringsArray): View {
    const lines = sourceOf("define", latex).split("\n").filter((line) =>
      line.trim() !== ""
    );
    return definitionsView(lines.map((line) => this.#define(line.trim())));
  }

  #define(source: string): Definition {
    const functions = this.#functionNames();
    // A name at the start of the line, before a parenthesis, is the new
    // function's.
    const head = source.replaceAll(/\\(mathrm|operatorname)|[{}\\]/g, "")
      .match(/^(\w+)\s*\(/);
    if (head !== null) functions.add(head[1]);
    const definition = toDefinition(source, parseEquation(source, functions));
    const { name, body, parameters } = definition;
    if (
      this.#functions.has(name) || domainSymbols(this.#domain).includes(name)
    ) {
      throw new RangeError(
        `Cannot define ${name}: expected a new name, got a symbol that the derivation was started with`,
      );
    }
    this.#meanings.set(name, this.#expand(body, parameters));
    this.#definitions.set(name, definition);
    return definition;
  }

  /**
   * Checks `left = right`, or each step of a chain `a = b = c`.
   *
   * A line without an integral must be proved symbolically, by computer
   * algebra. One with an integral is proved if the integrands are the same;
   * otherwise both sides are computed by quadrature and must agree to a
   * relative 1e-10 at each point of a grid. One about integers is checked for
   * every value.
   *
   * @throws FalseLineError with values at which the two sides differ
   * @throws Error if neither such values nor a proof were found
   * @throws SyntaxError if the line cannot be parsed
   * @throws RangeError if it uses an unknown symbol
   * @throws TypeError if it is given as a string
   */
  line(latex: TemplateStringsArray): CheckedLine {
    const source = sourceOf("line", latex);
    const sides = parseEquation(source, this.#functionNames());
    return checkLine(
      sides.map((written) => ({ written, meaning: this.#expand(written) })),
      this.#domain,
      this.#functions,
    );
  }

  /**
   * Shows that a line is false: returns the error that `line` throws for it.
   *
   * @throws Error if the line is not false
   */
  refute(latex: TemplateStringsArray): FalseLineError {
    try {
      this.line(latex);
    } catch (error) {
      if (error instanceof FalseLineError) return error;
      throw error;
    }
    throw new Error(`Cannot refute the line ${latex.raw[0]}: it is true`);
  }

  #functionNames(): Set<string> {
    const defined = [...this.#definitions.values()]
      .filter((definition) => definition.parameters.length > 0);
    return new Set([
      ...this.#functions.keys(),
      ...defined.map((definition) => definition.name),
    ]);
  }

  /** The expression with all definitions expanded. */
  #expand(
    expression: Expression,
    parameters: readonly string[] = [],
  ): Expression {
    const known = [...domainSymbols(this.#domain), ...parameters];
    const abbreviations = new Map<string, Expression>();
    for (const name of freeSymbols(expression)) {
      if (known.includes(name)) continue;
      const definition = this.#definitions.get(name);
      if (definition === undefined || definition.parameters.length > 0) {
        throw new RangeError(
          `Cannot check the line: expected symbols out of ${
            [...known, ...this.#definitions.keys()].join(", ")
          }, got ${name}: introduce it with define first`,
        );
      }
      abbreviations.set(name, this.#meanings.get(name)!);
    }
    return this.#expandCalls(substitute(expression, abbreviations));
  }

  #expandCalls(expression: Expression): Expression {
    const inner = mapParts(expression, (part) => this.#expandCalls(part));
    if (inner.kind !== "call") return inner;
    const definition = this.#definitions.get(inner.name);
    if (definition === undefined) return inner;
    if (definition.parameters.length !== inner.operands.length) {
      throw new RangeError(
        `Cannot check the line: expected ${definition.parameters.length} argument(s) of ${inner.name}, got ${inner.operands.length}`,
      );
    }
    return substitute(
      this.#meanings.get(inner.name)!,
      new Map(
        definition.parameters.map((name, i) => [name, inner.operands[i]]),
      ),
    );
  }
}

/** The LaTeX of a tagged template, in which backslashes are what they are. */
function sourceOf(method: string, latex: TemplateStringsArray): string {
  if (Array.isArray(latex) && latex.raw?.length === 1) return latex.raw[0];
  throw new TypeError(
    `Cannot read the line: expected it in backticks right after ${method}, ` +
      `without parentheses and \${}, as in ${method}\`\\frac{1}{2} = 0.5\`, ` +
      `got ${typeof latex === "string" ? `${method}("…")` : "something else"}`,
  );
}
