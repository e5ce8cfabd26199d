import {
  contains,
  type Expression,
  freeSymbols,
  number,
  operation,
  substitute,
  symbol,
} from "./expression.ts";
import { vanishes } from "./vanishes.ts";

/**
 * Proves by computer algebra that two expressions are equal for all values of
 * their symbols, given which symbols are positive.
 *
 * Rational functions are brought to a common denominator, and the numerator of
 * the difference must expand to zero. For other expressions there are three
 * rules, each of them sound: equal exponents make equal exponentials, positive
 * numbers with equal squares are equal, and equal integrands have equal
 * integrals (factors before the integral are moved into it).
 *
 * `false` means "not proved", which is not "wrong".
 */
export function isIdentity(
  left: Expression,
  right: Expression,
  positive: ReadonlySet<string>,
): boolean {
  if (contains(left, isOpaque) || contains(right, isOpaque)) return false;
  const integrals = [left, right].some((side) => contains(side, isIntegral));
  if (!integrals && vanishes(operation("subtract", left, right))) return true;
  const l = asProduct(left), r = asProduct(right);
  if (l === undefined || r === undefined) return false;
  return (l.variable === undefined) === (r.variable === undefined) &&
    vanishes(operation("subtract", l.exponent, r.exponent)) &&
    sameFactors(l.factor, r.factor, positive);
}

/** Whether Algebrite cannot represent this part. */
function isOpaque(part: Expression): boolean {
  return part.kind === "call" ||
    part.kind === "operation" &&
      ["floor", "ceil", "atMost"].includes(part.operator);
}

function isIntegral(part: Expression): boolean {
  return part.kind === "integral";
}

/** factor · exp(exponent), under an integral over `variable` if there is one. */
interface Product {
  factor: Expression;
  exponent: Expression;
  variable?: string;
}

/**
 * The common name of all integration variables, so that their own names do not
 * matter.
 */
const BOUND = "∫";

function asProduct(expression: Expression): Product | undefined {
  if (expression.kind === "integral") {
    const inside = asProduct(
      substitute(
        expression.integrand,
        new Map([[expression.variable, symbol(BOUND)]]),
      ),
    );
    // These rules do not cover double integrals.
    if (inside === undefined || inside.variable !== undefined) return undefined;
    return { ...inside, variable: BOUND };
  }
  if (expression.kind === "operation") {
    const [first, second] = expression.operands;
    switch (expression.operator) {
      case "exp":
        return { factor: number(1), exponent: first };
      case "power":
        if (first.kind === "symbol" && first.name === "e") {
          return { factor: number(1), exponent: second };
        }
        break;
      case "negate":
        return combine("multiply", asProduct(number(-1)), asProduct(first));
      case "divide":
        return combine("divide", asProduct(first), asProduct(second));
      case "multiply":
        return expression.operands.map(asProduct).reduce((product, factor) =>
          combine("multiply", product, factor)
        );
    }
  }
  // These rules do not cover sums with integrals inside.
  if (contains(expression, isIntegral)) return undefined;
  return { factor: expression, exponent: number(0) };
}

function combine(
  operator: "multiply" | "divide",
  left: Product | undefined,
  right: Product | undefined,
): Product | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (right.variable !== undefined) {
    if (left.variable !== undefined || operator === "divide") return undefined;
  }
  return {
    factor: operation(operator, left.factor, right.factor),
    exponent: operation(
      operator === "multiply" ? "add" : "subtract",
      left.exponent,
      right.exponent,
    ),
    variable: left.variable ?? right.variable,
  };
}

function sameFactors(
  left: Expression,
  right: Expression,
  positive: ReadonlySet<string>,
): boolean {
  return vanishes(operation("subtract", left, right)) ||
    isPositive(left, positive) && isPositive(right, positive) &&
      vanishes(operation("subtract", square(left), square(right)));
}

/** The square of the expression, with square roots among its factors removed. */
function square(expression: Expression): Expression {
  if (expression.kind === "operation") {
    const { operator, operands } = expression;
    if (operator === "sqrt") return operands[0];
    if (operator === "multiply" || operator === "divide") {
      return operation(operator, ...operands.map(square));
    }
  }
  return operation("power", expression, number(2));
}

/** Whether the signs of its parts alone show that the expression is positive. */
export function isPositive(
  expression: Expression,
  positive: ReadonlySet<string>,
): boolean {
  const every = (operands: readonly Expression[]) =>
    operands.every((operand) => isPositive(operand, positive));
  if (expression.kind === "number") return expression.value > 0;
  if (expression.kind === "symbol") {
    return positive.has(expression.name) || freeSymbols(expression).size === 0;
  }
  if (expression.kind !== "operation") return false;
  switch (expression.operator) {
    case "exp":
      return true;
    case "add":
    case "multiply":
    case "divide":
    case "sqrt":
      return every(expression.operands);
    case "power":
      return isPositive(expression.operands[0], positive);
    default:
      return false;
  }
}
