import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Expression,
  number,
  operation,
  symbol,
} from "../../lib/math/expression.ts";
import { parseEquation } from "../../lib/math/parse.ts";
import { isIdentity, isPositive } from "../../lib/math/prove.ts";

const POSITIVE = new Set(["s", "t"]);

/** Reads "a = b" and asks for a proof. */
function proved(equation: string): boolean {
  const [left, right] = parseEquation(equation, new Set(["f"]));
  return isIdentity(left, right, POSITIVE);
}

const INTEGRAL = "\\int_{-\\infty}^{\\infty}";

for (
  const equation of [
    "(a + b)^2 = a^2 + 2ab + b^2",
    "\\frac{1}{1 + \\frac{1}{x}} = \\frac{x}{x + 1}",
    "x^{-2} = \\frac{1}{x^2}",
    "(1 + x^{-1})^{-1} = \\frac{x}{x + 1}",
    "\\left(\\frac{s}{x}\\right)^{-3} = \\frac{x^3}{s^3}",
    "\\sqrt{s^2t} = s\\sqrt{t}",
    "\\frac{1}{\\sqrt{s}\\sqrt{t}} = \\frac{1}{\\sqrt{st}}",
    "e^{(a + b)^2} = e^{a^2}e^{2ab}e^{b^2}",
    "\\frac{\\exp(a)}{\\exp(b)} = \\exp(a - b)",
    `2 ${INTEGRAL} e^{-x^2} dx = ${INTEGRAL} 2e^{-y^2} dy`,
    `-${INTEGRAL} \\frac{e^{-x^2}}{s} dx = ${INTEGRAL} e^{-x^2} dx \\cdot \\frac{-1}{s}`,
  ]
) {
  Deno.test(`isIdentity: proves ${equation}`, () => assert(proved(equation)));
}

for (
  const equation of [
    "(a + b)^2 = a^2 + b^2",
    "\\sqrt{a^2} = a",
    "\\sqrt{s^2} = -s",
    "e^{a}e^{b} = e^{ab}",
    "-e^a = e^a",
    `${INTEGRAL} e^{-x^2} dx = ${INTEGRAL} e^{-2x^2} dx`,
    // True, but for reasons beyond algebra.
    `${INTEGRAL} e^{-x^2} dx = \\sqrt{\\pi}`,
    `\\sqrt{\\pi} = ${INTEGRAL} e^{-x^2} dx`,
    `${INTEGRAL} e^{-x^2} dx + 1 = 1 + ${INTEGRAL} e^{-x^2} dx`,
    "f(x) = f(x)",
    "\\lfloor x \\rfloor = \\lfloor x \\rfloor",
  ]
) {
  Deno.test(`isIdentity: does not prove ${equation}`, () => {
    assertEquals(proved(equation), false);
  });
}

/** Polynomials in x and s with small coefficients. */
const polynomial = fc.letrec<{ p: Expression }>((tie) => ({
  p: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom("x", "s").map(symbol),
    fc.constantFrom(0.5, 1, 2, 3).map(number),
    fc.tuple(
      fc.constantFrom("add" as const, "subtract" as const, "multiply" as const),
      tie("p"),
      tie("p"),
    ).map(([operator, left, right]) => operation(operator, left, right)),
  ),
})).p;

Deno.test("isIdentity: p(q + r) = pq + pr for any polynomials, and never with 1 added", () => {
  fc.assert(
    fc.property(polynomial, polynomial, polynomial, (p, q, r) => {
      const left = operation("multiply", p, operation("add", q, r));
      const right = operation(
        "add",
        operation("multiply", p, q),
        operation("multiply", p, r),
      );
      assert(isIdentity(left, right, POSITIVE));
      const off = operation("add", right, number(1));
      assertEquals(isIdentity(left, off, POSITIVE), false);
    }),
    { numRuns: 20 },
  );
});

Deno.test("isPositive: only what the signs of the parts show", () => {
  const sign = (latex: string) =>
    isPositive(parseEquation(`${latex} = 0`, new Set())[0], POSITIVE);
  for (
    const latex of [
      "s",
      "2s + t",
      "\\frac{\\pi}{s}",
      "s^2",
      "e^x",
      "\\exp(x)",
      "\\sqrt{s}",
    ]
  ) {
    assert(sign(latex), latex);
  }
  for (const latex of ["x", "-s", "s - t", "x^2", "0", "s x"]) {
    assertEquals(sign(latex), false, latex);
  }
});
