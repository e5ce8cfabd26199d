import { CONSTANTS, type Expression, type Operator } from "./expression.ts";
import { integrate } from "./integrate.ts";

/** Values for the symbols of an expression. */
export type Values = Readonly<Record<string, number>>;

/** A function written in TypeScript that formulas may call. */
export type NumericFunction = (...values: number[]) => number;

const OPERATIONS: Record<Operator, NumericFunction> = {
  add: (left, right) => left + right,
  subtract: (left, right) => left - right,
  negate: (value) => -value,
  multiply: (left, right) => left * right,
  divide: (numerator, denominator) => numerator / denominator,
  power: (base, exponent) => base ** exponent,
  sqrt: Math.sqrt,
  exp: Math.exp,
  cos: Math.cos,
  sin: Math.sin,
  floor: Math.floor,
  ceil: Math.ceil,
  atMost: (left, right) => left <= right ? 1 : 0,
};

/**
 * Turns an expression into a function of its symbols' values; integrals are
 * evaluated by quadrature.
 */
export function compile(
  expression: Expression,
  functions: ReadonlyMap<string, NumericFunction>,
): (values: Values) => number {
  switch (expression.kind) {
    case "number":
      return () => expression.value;
    case "symbol": {
      const constant = CONSTANTS.get(expression.name);
      if (constant !== undefined) return () => constant;
      return (values) => values[expression.name];
    }
    case "operation": {
      const apply = OPERATIONS[expression.operator];
      const [first, ...others] = expression.operands
        .map((operand) => compile(operand, functions));
      if (others.length === 0) return (values) => apply(first(values));
      // Longer sums and products are folded from the left.
      return others.reduce(
        (left, right) => (values) => apply(left(values), right(values)),
        first,
      );
    }
    case "call": {
      const apply = functions.get(expression.name);
      if (apply === undefined) {
        throw new RangeError(
          `Cannot evaluate ${expression.name}: expected a defined function`,
        );
      }
      const operands = expression.operands.map((o) => compile(o, functions));
      return (values) => apply(...operands.map((operand) => operand(values)));
    }
    case "integral": {
      const integrand = compile(expression.integrand, functions);
      return (values) => {
        const inside: Record<string, number> = { ...values };
        return integrate((x) => {
          inside[expression.variable] = x;
          return integrand(inside);
        });
      };
    }
  }
}
