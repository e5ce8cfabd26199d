import type { Expression } from "./expression.ts";

/** How tightly a formula's outermost operation binds. */
const enum Binding {
  Sum = 1,
  Negation,
  Product,
  Fraction,
  Atom,
}

const GREEK = new Set(
  ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi " +
    "pi rho sigma tau upsilon phi chi psi omega " +
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega").split(" "),
);

/** A symbol's LaTeX: `mu_1` gives `\mu_{1}`, `H_out` gives `H_{\mathrm{out}}`. */
export function symbolToLatex(name: string): string {
  if (name === "Pi") return "\\pi";
  const [base, subscript] = name.split("_");
  const primes = base.match(/′*$/)![0].length;
  const letters = base.slice(0, base.length - primes);
  const main = (GREEK.has(letters) ? `\\${letters}` : word(letters)) +
    "'".repeat(primes);
  return subscript === undefined ? main : `${main}_{${word(subscript)}}`;
}

function word(letters: string): string {
  return letters.length === 1 || /^\d+$/.test(letters)
    ? letters
    : `\\mathrm{${letters}}`;
}

/** `a = b` on one line, a longer chain with one = per line. */
export function chainToLatex(sides: readonly Expression[]): string {
  const [left, ...others] = sides.map(toLatex);
  if (others.length === 1) return `${left} = ${others[0]}`;
  return `\\begin{aligned} ${left} &= ${
    others.join(" \\\\[4pt] &= ")
  } \\end{aligned}`;
}

/** The expression as LaTeX, with as few parentheses as possible. */
export function toLatex(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "symbol":
      return symbolToLatex(expression.name);
    case "call":
      return `${symbolToLatex(expression.name)}(${
        expression.operands.map(toLatex).join(", ")
      })`;
    case "integral":
      return `\\int_{-\\infty}^{\\infty} ${
        tight(expression.integrand, Binding.Product)
      }\\,\\mathrm{d}${symbolToLatex(expression.variable)}`;
    case "operation":
      return operationToLatex(expression);
  }
}

function operationToLatex(
  { operator, operands }: Extract<Expression, { kind: "operation" }>,
): string {
  const [first, second] = operands;
  switch (operator) {
    case "add":
      return operands.map((term, i) =>
        i === 0 ? toLatex(term) : `+ ${unsigned(term, Binding.Sum)}`
      ).join(" ");
    case "subtract":
      return `${toLatex(first)} - ${unsigned(second, Binding.Product)}`;
    case "negate":
      return `-${unsigned(first, Binding.Product)}`;
    case "multiply":
      return productToLatex(operands.flatMap(factorsOf));
    case "divide":
      return `\\frac{${toLatex(first)}}{${toLatex(second)}}`;
    case "power":
      return `${tight(first, Binding.Atom)}^{${toLatex(second)}}`;
    case "sqrt":
      return `\\sqrt{${toLatex(first)}}`;
    case "exp":
    case "cos":
    case "sin":
      return `\\${operator}${parenthesize(toLatex(first))}`;
    case "floor":
      return `\\left\\lfloor ${toLatex(first)} \\right\\rfloor`;
    case "ceil":
      return `\\left\\lceil ${toLatex(first)} \\right\\rceil`;
    case "atMost":
      return `\\left[${toLatex(first)} \\le ${toLatex(second)}\\right]`;
  }
}

/** The factors of a product, with nested products flattened. */
function factorsOf(expression: Expression): readonly Expression[] {
  return expression.kind === "operation" && expression.operator === "multiply"
    ? expression.operands.flatMap(factorsOf)
    : [expression];
}

function productToLatex(factors: readonly Expression[]): string {
  return factors.map((factor, i) => {
    const last = i === factors.length - 1;
    if (factor.kind === "integral" && !last) {
      return parenthesize(toLatex(factor));
    }
    const text = i === 0
      ? tight(factor, Binding.Negation)
      : unsigned(factor, Binding.Product);
    if (i === 0) return text;
    const previous = factors[i - 1];
    // Without a dot, a number would run into the next one or into a word, a
    // bracket would look like an index, and fractions would be hard to tell
    // apart.
    if (
      /^([\d.]|\\left\[|\\mathrm)/.test(text) || areFractions(previous, factor)
    ) {
      return ` \\cdot ${text}`;
    }
    // A thin space sets a function or an integral off from its neighbours.
    return [previous.kind, factor.kind].includes("call") ||
        factor.kind === "integral"
      ? `\\,${text}`
      : ` ${text}`;
  }).join("");
}

function areFractions(...expressions: Expression[]): boolean {
  return expressions.every((expression) =>
    expression.kind === "operation" && expression.operator === "divide"
  );
}

/**
 * The expression, in parentheses if it binds less tightly than its context
 * requires.
 */
function tight(expression: Expression, least: Binding): string {
  const text = toLatex(expression);
  return binding(expression) < least ? parenthesize(text) : text;
}

/** Like `tight`, but also puts no minus sign directly after another sign. */
function unsigned(expression: Expression, least: Binding): string {
  const text = tight(expression, least);
  return text.startsWith("-") ? parenthesize(text) : text;
}

function parenthesize(text: string): string {
  return `\\left(${text}\\right)`;
}

function binding(expression: Expression): Binding {
  if (expression.kind === "integral") return Binding.Product;
  if (expression.kind === "number") {
    return expression.value < 0 ? Binding.Negation : Binding.Atom;
  }
  if (expression.kind !== "operation") return Binding.Atom;
  switch (expression.operator) {
    case "add":
    case "subtract":
      return Binding.Sum;
    case "negate":
      return Binding.Negation;
    case "multiply":
      return Binding.Product;
    case "divide":
    case "power":
    case "exp":
    case "cos":
    case "sin":
      return Binding.Fraction;
    default:
      return Binding.Atom;
  }
}
