import { CheckedLine } from "./checked_line.ts";
import { type Domain, grid, quantifiers } from "./domain.ts";
import { compile, type NumericFunction } from "./evaluate.ts";
import { contains, type Expression, freeSymbols } from "./expression.ts";
import { FalseLineError } from "./false_line_error.ts";
import { chainToLatex } from "./latex.ts";
import { isIdentity } from "./prove.ts";

/** One side of a line: as it was written, and with all definitions expanded. */
export interface Side {
  readonly written: Expression;
  readonly meaning: Expression;
}

/** How far apart two sides with an integral may be, relative to the larger one. */
const QUADRATURE_TOLERANCE = 1e-10;
/** By how much rounding may make two equal formulas differ. */
const ROUNDING_TOLERANCE = 1e-9;

const hasIntegral = (expression: Expression): boolean =>
  contains(expression, (part) => part.kind === "integral");

const isNested = (part: Expression): boolean =>
  part.kind === "integral" && hasIntegral(part.integrand);

/**
 * Checks each pair of neighbouring sides in a chain.
 *
 * First it looks for values at which the two differ, then for a proof.
 *
 * @throws FalseLineError with values at which two sides differ
 * @throws Error if no such values are found, and no proof either
 */
export function checkLine(
  sides: readonly Side[],
  domain: Domain,
  functions: ReadonlyMap<string, NumericFunction>,
): CheckedLine {
  const latex = chainToLatex(sides.map((side) => side.written));
  const free = new Set(sides.flatMap((side) => [...freeSymbols(side.meaning)]));
  const positive = new Set(domain.positive);
  const integers = new Set(Object.keys(domain.integer ?? {}));
  let proved = true;
  let points = 0;
  let largestDifference = 0;

  for (const [i, right] of sides.slice(1).entries()) {
    const left = sides[i];
    const step = chainToLatex([left.written, right.written]);
    const integrals = [left, right].some((side) => hasIntegral(side.meaning));
    if ([left, right].some((side) => contains(side.meaning, isNested))) {
      throw new Error(
        `Cannot check the line ${step}: expected no integral inside an ` +
          "integral; solve the inner one in a line of its own, and define " +
          "its result",
      );
    }
    const comparison = compare(step, left, right, integrals);
    const exact = isIdentity(left.written, right.written, positive) ||
      isIdentity(left.meaning, right.meaning, positive);
    // If every case was tried, equality to the last bit is a proof, too.
    const counted = free.isSubsetOf(integers) && comparison.largest === 0;
    if (!exact && !integrals && !counted) {
      throw new Error(
        `Cannot prove the line ${step}: its sides agree at all ${comparison.points} sample points, but computer algebra does not show that they always do; expected a smaller step`,
      );
    }
    if (!exact) {
      proved = false;
      points = comparison.points;
      largestDifference = Math.max(largestDifference, comparison.largest);
    }
  }

  const method = proved
    ? "algebra"
    : free.isSubsetOf(integers) && largestDifference === 0
    ? "enumeration"
    : "quadrature";
  return new CheckedLine(latex, method, quantifiers(domain, free), {
    points,
    largestDifference,
  });

  function compare(
    step: string,
    left: Side,
    right: Side,
    integrals: boolean,
  ) {
    const l = compile(left.meaning, functions);
    const r = compile(right.meaning, functions);
    const names = freeSymbols(left.meaning)
      .union(freeSymbols(right.meaning));
    let points = 0, largest = 0;
    for (const values of grid(domain, names)) {
      const a = l(values), b = r(values);
      // Outside its domain (the root of a negative number, say) a formula
      // claims nothing.
      if (Number.isNaN(a) || Number.isNaN(b)) continue;
      points++;
      if (a === b) continue;
      const size = Math.max(Math.abs(a), Math.abs(b));
      const difference = Math.abs(a - b) / (integrals ? size : size + 1);
      const tolerance = integrals ? QUADRATURE_TOLERANCE : ROUNDING_TOLERANCE;
      // Written so that an infinite side, whose difference is NaN, fails too.
      if (!(difference <= tolerance)) {
        throw new FalseLineError(step, values, a, b);
      }
      largest = Math.max(largest, difference);
    }
    if (points === 0) {
      throw new RangeError(
        `Cannot check the line ${step}: it is undefined at every sample point`,
      );
    }
    return { points, largest };
  }
}
