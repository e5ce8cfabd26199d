import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { compile } from "../../lib/math/evaluate.ts";
import {
  type Expression,
  number,
  operation,
  symbol,
} from "../../lib/math/expression.ts";
import { symbolToLatex, toLatex } from "../../lib/math/latex.ts";
import { parseEquation } from "../../lib/math/parse.ts";

const VALUES = { x: 1.25, mu_1: -0.75, sigma_2: 2.5, H_out: 3 };

/** Formulas of any shape out of everything that a line may hold but integrals. */
const formula = fc.letrec<{ formula: Expression }>((tie) => {
  const part = tie("formula");
  const binary = (...operators: Parameters<typeof operation>[0][]) =>
    fc.tuple(fc.constantFrom(...operators), part, part)
      .map(([operator, left, right]) => operation(operator, left, right));
  return {
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(...Object.keys(VALUES), "Pi").map(symbol),
      fc.constantFrom(0.5, 1, 2, 3, 12).map(number),
      binary("add", "subtract", "multiply", "divide", "atMost"),
      fc.tuple(part, part, part).map((parts) =>
        operation("multiply", ...parts)
      ),
      fc.tuple(part, part, part).map((parts) => operation("add", ...parts)),
      fc.tuple(part, fc.constantFrom(2, 3).map(number))
        .map(([base, exponent]) => operation("power", base, exponent)),
      fc.tuple(fc.constantFrom("negate", "sqrt", "exp", "floor"), part)
        .map(([operator, operand]) => operation(operator as "negate", operand)),
      part.map((operand): Expression => ({
        kind: "call",
        name: "f",
        operands: [operand, number(1)],
      })),
    ),
  };
}).formula;

const functions = new Map([["f", (a: number, b: number) => a + 2 * b]]);

Deno.test("toLatex: what is printed reads as what was checked", () => {
  fc.assert(
    fc.property(formula, (formula) => {
      const latex = toLatex(formula);
      const [read] = parseEquation(`${latex} = 0`, new Set(["f"]));
      const written = compile(formula, functions)(VALUES);
      const again = compile(read, functions)(VALUES);
      if (!Number.isFinite(written) || !Number.isFinite(again)) {
        assertEquals(again, written, latex);
      } else {
        const size = Math.max(1, Math.abs(written));
        assertAlmostEquals(again / size, written / size, 1e-9, latex);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("toLatex: an integral reads as it was written", () => {
  const latex =
    "\\frac{1}{2} \\int_{-\\infty}^{\\infty} f(x, 1) e^{-x^{2}}\\,\\mathrm{d}x";
  const [read] = parseEquation(`${latex} = 0`, new Set(["f"]));
  const [again] = parseEquation(`${toLatex(read)} = 0`, new Set(["f"]));
  assertEquals(again, read);
});

Deno.test("symbolToLatex: Greek, subscripts, words and primes", () => {
  assertEquals(symbolToLatex("mu_1"), "\\mu_{1}");
  assertEquals(symbolToLatex("H_out"), "H_{\\mathrm{out}}");
  assertEquals(symbolToLatex("last"), "\\mathrm{last}");
  assertEquals(symbolToLatex("x′′"), "x''");
  assertEquals(symbolToLatex("Sigma_12"), "\\Sigma_{12}");
});

Deno.test("toLatex: a number does not run into a word", () => {
  const half: Expression = {
    kind: "call",
    name: "half",
    operands: [symbol("x")],
  };
  assertEquals(
    toLatex(operation("multiply", number(8), half)),
    "8 \\cdot \\mathrm{half}(x)",
  );
});

Deno.test("toLatex: a sign never follows a sign", () => {
  const [x, y, z] = ["x", "y", "z"].map(symbol);
  const minusX = operation("negate", x);
  const product = operation("multiply", minusX, z);
  assertEquals(
    [
      operation("add", y, minusX),
      operation("add", y, product),
      operation("subtract", y, minusX),
      operation("subtract", y, product),
      operation("negate", product),
      operation("multiply", y, number(-2)),
    ].map(toLatex),
    [
      "y + \\left(-x\\right)",
      "y + \\left(-x z\\right)",
      "y - \\left(-x\\right)",
      "y - \\left(-x z\\right)",
      "-\\left(-x z\\right)",
      "y \\left(-2\\right)",
    ],
  );
});
