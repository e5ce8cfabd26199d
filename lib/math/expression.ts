/** What an operation does to its operands. */
export type Operator =
  | "add"
  | "subtract"
  | "negate"
  | "multiply"
  | "divide"
  | "power"
  | "sqrt"
  | "exp"
  | "cos"
  | "sin"
  | "floor"
  | "ceil"
  /** 1 if the left operand is at most the right one, else 0 (Iverson's bracket). */
  | "atMost";

/** A formula as a tree, from which it is printed, evaluated and proved. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "symbol"; readonly name: string }
  | {
    readonly kind: "operation";
    readonly operator: Operator;
    readonly operands: readonly Expression[];
  }
  | {
    readonly kind: "call";
    readonly name: string;
    readonly operands: readonly Expression[];
  }
  | {
    /** The integral of `integrand` over the whole real line. */
    readonly kind: "integral";
    readonly variable: string;
    readonly integrand: Expression;
  };

/** The constants that any formula may use. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ["Pi", Math.PI],
  ["e", Math.E],
]);

/** A number as an expression. */
export function number(value: number): Expression {
  return { kind: "number", value };
}

/** A symbol as an expression. */
export function symbol(name: string): Expression {
  return { kind: "symbol", name };
}

/** An operator applied to its operands. */
export function operation(
  operator: Operator,
  ...operands: Expression[]
): Expression {
  return { kind: "operation", operator, operands };
}

/** The expression with `change` applied to each of its direct parts. */
export function mapParts(
  expression: Expression,
  change: (part: Expression) => Expression,
): Expression {
  switch (expression.kind) {
    case "number":
    case "symbol":
      return expression;
    case "operation":
    case "call":
      return { ...expression, operands: expression.operands.map(change) };
    case "integral":
      return { ...expression, integrand: change(expression.integrand) };
  }
}

/** Whether the expression or any part of it passes the test. */
export function contains(
  expression: Expression,
  test: (part: Expression) => boolean,
): boolean {
  if (test(expression)) return true;
  let found = false;
  mapParts(expression, (part) => {
    found ||= contains(part, test);
    return part;
  });
  return found;
}

/**
 * The names of the expression's free symbols, without constants and integration
 * variables.
 */
export function freeSymbols(expression: Expression): Set<string> {
  const names = new Set<string>();
  const visit = (part: Expression, bound: readonly string[]): Expression => {
    if (part.kind === "symbol") {
      if (!CONSTANTS.has(part.name) && !bound.includes(part.name)) {
        names.add(part.name);
      }
    }
    const inside = part.kind === "integral" ? [...bound, part.variable] : bound;
    return mapParts(part, (inner) => visit(inner, inside));
  };
  visit(expression, []);
  return names;
}

/**
 * The expression with symbols replaced by what they stand for.
 *
 * Integration variables are renamed on the way, so that no replacement is
 * captured by an integral that happens to use the same name.
 */
export function substitute(
  expression: Expression,
  replacements: ReadonlyMap<string, Expression>,
): Expression {
  if (expression.kind === "symbol") {
    return replacements.get(expression.name) ?? expression;
  }
  if (expression.kind === "integral") {
    const taken = new Set(
      [...replacements.values()].flatMap((value) => [...freeSymbols(value)]),
    );
    let variable = expression.variable;
    while (taken.has(variable)) variable += "′";
    const inside = new Map(replacements);
    inside.set(expression.variable, symbol(variable));
    return {
      kind: "integral",
      variable,
      integrand: substitute(expression.integrand, inside),
    };
  }
  return mapParts(expression, (part) => substitute(part, replacements));
}
