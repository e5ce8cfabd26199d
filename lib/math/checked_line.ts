import { DISPLAY, type Displayable, type MimeBundle } from "../display/mod.ts";

/** How a line was checked. */
export type CheckMethod = "algebra" | "quadrature" | "enumeration";

/** A true line of a derivation, and how it was shown to be true. */
export class CheckedLine implements Displayable {
  /** Stores what the check found. */
  constructor(
    /** The line, as LaTeX, printed from the formula that was checked. */
    readonly latex: string,
    /** How it was checked. */
    readonly method: CheckMethod,
    /** The values for which it was checked, as Markdown: " for all real $x$". */
    readonly quantifiers: string,
    /**
     * The number of points at which its sides were compared, and their largest
     * relative difference.
     */
    readonly comparison: {
      readonly points: number;
      readonly largestDifference: number;
    },
  ) {}

  /** What was checked and how, as Markdown. */
  get verdict(): string {
    const { points, largestDifference } = this.comparison;
    const cases = points.toLocaleString("en");
    if (this.method === "algebra") {
      return `✓ **Exact**${this.quantifiers}: proved by computer algebra.`;
    }
    if (this.method === "enumeration") {
      return points === 1
        ? "✓ **Computed**: both sides have the same value."
        : `✓ **Counted**${this.quantifiers}: true in all ${cases} cases.`;
    }
    return `✓ **Integrated**: the two sides agree to ${
      scientific(largestDifference)
    } (relative) at ${cases} point${points === 1 ? "" : "s"}${
      this.quantifiers.replaceAll("all ", "")
    }.`;
  }

  /** The typeset line with its verdict beneath. */
  [DISPLAY](): MimeBundle {
    return {
      "text/markdown": `$$${this.latex}$$\n\n${this.verdict}`,
      "text/plain": `${this.latex}\n${this.verdict.replaceAll(/\*\*|\$/g, "")}`,
    };
  }
}

/** A small number as LaTeX, rounded up to one digit: $4\cdot10^{-15}$. */
function scientific(value: number): string {
  if (value === 0) return "the last bit";
  const exponent = Math.floor(Math.log10(value));
  const digit = Math.ceil(value / 10 ** exponent);
  return digit === 10
    ? `$1 \\cdot 10^{${exponent + 1}}$`
    : `$${digit} \\cdot 10^{${exponent}}$`;
}
