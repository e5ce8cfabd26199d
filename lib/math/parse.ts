import { LatexSyntax } from "@cortex-js/compute-engine/latex-syntax";
import {
  type Expression,
  number,
  operation,
  type Operator,
  symbol,
} from "./expression.ts";

/** What the Compute Engine's parser returns, as its package types it. */
type MathJson = NonNullable<ReturnType<LatexSyntax["parse"]>>;

const syntax = new LatexSyntax();

const OPERATORS: Readonly<Record<string, Operator>> = {
  Add: "add",
  Subtract: "subtract",
  Negate: "negate",
  Multiply: "multiply",
  InvisibleOperator: "multiply",
  Divide: "divide",
  Power: "power",
  Sqrt: "sqrt",
  Exp: "exp",
  Cos: "cos",
  Sin: "sin",
  Floor: "floor",
  Ceil: "ceil",
};

const READABLE =
  "+, −, products, \\frac, powers, \\sqrt, \\exp, \\cos, \\sin, \\lfloor \\rfloor, \\lceil \\rceil, [a \\le b], [a \\ge b], \\int_{-\\infty}^{\\infty} … dx and the functions that were defined";

/**
 * Parses `a = b`, or a chain `a = b = c`, from LaTeX and returns its sides.
 *
 * A name before parentheses, as in `A(x + 1)`, is a factor unless it is one of
 * `functions`.
 *
 * @throws SyntaxError if the text is not an equation, or uses LaTeX that is not
 * supported.
 */
export function parseEquation(
  latex: string,
  functions: ReadonlySet<string>,
): Expression[] {
  if (/[&$]|\\begin/.test(latex)) {
    throw new SyntaxError(
      `Cannot read the line ${latex}: expected a chain a = b = c without ` +
        "$, \\begin, \\end and &; it is aligned when it is shown",
    );
  }
  const sides: Expression[] = [];
  let rest: MathJson | null = parse(latex, functions);
  for (;;) {
    const [operator, operands] = parts(rest ?? "Nothing");
    if (operator !== "Equal") break;
    sides.push(toExpression(operands[0], latex));
    rest = operands[1];
  }
  sides.push(toExpression(rest ?? "Nothing", latex));
  if (sides.length < 2) {
    throw new SyntaxError(
      `Cannot read the line: expected two sides with = between them, got ${latex}`,
    );
  }
  return sides;
}

/** The statement that the left formula is less than (or equal to) the right one. */
export interface Inequality {
  readonly left: Expression;
  readonly right: Expression;
  readonly orEqual: boolean;
}

/**
 * Parses `a < b` or `a \\le b` from LaTeX.
 *
 * @throws SyntaxError if the text is not such an inequality
 */
export function parseInequality(latex: string): Inequality {
  const [relation, operands] = parts(parse(latex, new Set()) ?? "Nothing");
  if (relation !== "Less" && relation !== "LessEqual") {
    throw new SyntaxError(
      `Cannot read the condition: expected a < b or a \\le b, got ${latex}`,
    );
  }
  const [left, right] = operands.map((side) => toExpression(side, latex));
  return { left, right, orEqual: relation === "LessEqual" };
}

function parse(latex: string, functions: ReadonlySet<string>): MathJson | null {
  return syntax.parse(plain(latex), {
    resolveSymbol: (name) => ({
      type: functions.has(name) ? "function" : "real",
    }),
  });
}

/** LaTeX without what only moves things, and as the parser wants it. */
function plain(latex: string): string {
  return latex
    .replaceAll(/\\[,:;! ]|\\q?quad\b|~/g, " ")
    .replaceAll(/\\mathrm\s+d/g, "\\mathrm{d}")
    .replaceAll(/(\\?[A-Za-z]+)\^(\{[^{}]*\}|\w)_(\{[^{}]*\}|\w)/g, "$1_$3^$2");
}

/** A MathJSON function's name and operands. */
function parts(json: MathJson): [string, MathJson[]] {
  const fn = Array.isArray(json)
    ? json
    : typeof json === "object" && "fn" in json
    ? json.fn
    : [""];
  const [name, ...operands] = fn as [string, ...MathJson[]];
  return [name, operands];
}

function toExpression(json: MathJson, latex: string): Expression {
  const refuse = (what: string): never => {
    throw new SyntaxError(
      `Cannot read ${what} in the line ${latex}: expected ${READABLE}`,
    );
  };
  if (typeof json === "number") return number(json);
  if (typeof json === "string") {
    if (json === "Nothing" || json === "PositiveInfinity") refuse(json);
    return symbol(json === "ExponentialE" ? "e" : json);
  }
  if (typeof json === "object" && "num" in json) return number(+json.num);

  const [name, operands] = parts(json);
  const inner = () => operands.map((operand) => toExpression(operand, latex));
  if (name === "Error") {
    const [kind, found] = operands;
    return refuse(`${text(parts(found ?? "")[1][0] ?? found)} (${text(kind)})`);
  }
  // Brackets and braces around a formula are parentheses.
  if (["Delimiter", "List", "Set"].includes(name) && operands.length === 1) {
    return inner()[0];
  }
  if (name === "Boole") {
    const [relation, sides] = parts(operands[0]);
    if (relation === "LessEqual" || relation === "GreaterEqual") {
      const [left, right] = sides.map((side) => toExpression(side, latex));
      return relation === "LessEqual"
        ? operation("atMost", left, right)
        : operation("atMost", right, left);
    }
  }
  if (name === "Integrate") {
    const [limits, [variable, lower, upper]] = parts(operands[1]);
    if (
      limits !== "Tuple" || typeof variable !== "string" ||
      upper !== "PositiveInfinity" || parts(lower)[1][0] !== "PositiveInfinity"
    ) {
      refuse("an integral that is not from -\\infty to \\infty");
    }
    return {
      kind: "integral",
      variable: variable as string,
      integrand: toExpression(operands[0], latex),
    };
  }
  const operator = OPERATORS[name];
  if (operator !== undefined) return operation(operator, ...inner());
  // A name that is not an operator of MathJSON is one of the caller's
  // functions.
  if (!/^[A-Z][a-z]/.test(name)) {
    return { kind: "call", name, operands: inner() };
  }
  return refuse(name);
}

/** The characters of a MathJSON string. */
function text(json: MathJson | undefined): string {
  if (typeof json === "object" && json !== null && "str" in json) {
    return json.str;
  }
  return String(json ?? "the end");
}
