// @ts-types="./algebrite.d.ts"
import Algebrite from "algebrite";
import type { Expression } from "./expression.ts";

/** A formula as one fraction, both parts in Algebrite's syntax. */
interface Fraction {
  readonly numerator: string;
  readonly denominator: string;
}

/**
 * Whether computer algebra reduces the expression to zero wherever it is
 * defined.
 *
 * The expression is put over a common denominator here, by the rules for
 * fractions, and Algebrite expands the numerator. (Its own `rationalize` does
 * the same but takes a hundred times as long for fractions within fractions.)
 */
export function vanishes(expression: Expression): boolean {
  const { numerator } = toFraction(expression, new Map());
  return Algebrite.run(`simplify(${numerator})`) === "0";
}

function toFraction(
  expression: Expression,
  names: Map<string, string>,
): Fraction {
  switch (expression.kind) {
    case "number":
      return decimal(expression.value);
    case "symbol":
      return whole(algebriteName(expression.name, names));
    case "operation":
      return operationToFraction(
        expression.operator,
        expression.operands.map((operand) => toFraction(operand, names)),
        expression.operands,
      );
    default:
      throw new TypeError(
        `Cannot bring to a common denominator: expected no ${expression.kind}`,
      );
  }
}

function operationToFraction(
  operator: Extract<Expression, { kind: "operation" }>["operator"],
  fractions: readonly Fraction[],
  operands: readonly Expression[],
): Fraction {
  const [first, second] = fractions;
  const exponent = operands[1];
  switch (operator) {
    case "add":
      return fractions.reduce(sum);
    case "subtract":
      return sum(first, negative(second));
    case "negate":
      return negative(first);
    case "multiply":
      return fractions.reduce(product);
    case "divide":
      return product(first, inverse(second));
    case "power": {
      const integer = integerOf(exponent);
      return integer === undefined
        ? whole(`(${ratio(first)})^(${ratio(second)})`)
        : power(first, integer);
    }
    default:
      return whole(`${operator}(${ratio(first)})`);
  }
}

function whole(numerator: string): Fraction {
  return { numerator, denominator: "1" };
}

/**
 * A decimal number as an exact fraction (0.25 is 25/100), so that no rounding
 * enters a proof.
 */
function decimal(value: number): Fraction {
  const [digits, decimals = ""] = String(value).split(".");
  return {
    numerator: `(${digits}${decimals})`,
    denominator: decimals === "" ? "1" : `1${"0".repeat(decimals.length)}`,
  };
}

function sum(left: Fraction, right: Fraction): Fraction {
  if (left.denominator === right.denominator) {
    return {
      numerator: `(${left.numerator}+${right.numerator})`,
      denominator: left.denominator,
    };
  }
  return {
    numerator:
      `(${left.numerator}*${right.denominator}+${right.numerator}*${left.denominator})`,
    denominator: times(left.denominator, right.denominator),
  };
}

function negative({ numerator, denominator }: Fraction): Fraction {
  return { numerator: `(-1*${numerator})`, denominator };
}

function product(left: Fraction, right: Fraction): Fraction {
  return {
    numerator: times(left.numerator, right.numerator),
    denominator: times(left.denominator, right.denominator),
  };
}

function times(left: string, right: string): string {
  if (left === "1") return right;
  return right === "1" ? left : `(${left}*${right})`;
}

function inverse({ numerator, denominator }: Fraction): Fraction {
  return { numerator: denominator, denominator: numerator };
}

/** An integer, possibly behind signs; undefined for anything else. */
function integerOf(expression: Expression): number | undefined {
  if (expression.kind === "number" && Number.isInteger(expression.value)) {
    return expression.value;
  }
  if (expression.kind !== "operation" || expression.operator !== "negate") {
    return undefined;
  }
  const positive = integerOf(expression.operands[0]);
  return positive === undefined ? undefined : -positive;
}

function power(fraction: Fraction, exponent: number): Fraction {
  const { numerator, denominator } = exponent < 0
    ? inverse(fraction)
    : fraction;
  const n = Math.abs(exponent);
  return {
    numerator: `(${numerator}^${n})`,
    denominator: denominator === "1" ? "1" : `(${denominator}^${n})`,
  };
}

function ratio({ numerator, denominator }: Fraction): string {
  return `${numerator}/${denominator}`;
}

/** A short name for a symbol that has no meaning of its own to Algebrite. */
function algebriteName(name: string, names: Map<string, string>): string {
  if (name === "Pi") return "pi";
  if (name === "e") return "exp(1)";
  const short = names.get(name) ?? `v${names.size}`;
  names.set(name, short);
  return short;
}
