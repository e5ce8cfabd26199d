import { DISPLAY, type Displayable, type MimeBundle } from "../display/mod.ts";
import type { Values } from "./evaluate.ts";
import { symbolToLatex } from "./latex.ts";

/**
 * Thrown for a false line of a derivation; it names values at which the two
 * sides differ.
 */
export class FalseLineError extends Error implements Displayable {
  /** The error's name, as a stack trace shows it. */
  override readonly name: string = "FalseLineError";

  /** Takes the line, and the values at which its sides differ. */
  constructor(
    /** The line, as LaTeX. */
    readonly latex: string,
    /** Values of the symbols at which the two sides differ. */
    readonly counterexample: Values,
    /** The left side's value there. */
    readonly left: number,
    /** The right side's value there. */
    readonly right: number,
  ) {
    const [l, r] = twoNumbers(left, right);
    const at = Object.entries(counterexample)
      .map(([name, value]) => `${name} = ${value}`).join(", ");
    super(
      `The line ${latex} is false: ${
        at === "" ? "" : `at ${at} `
      }the left side is ${l}, the right side ${r}`,
    );
  }

  /** The line with a cross, and the counterexample typeset. */
  [DISPLAY](): MimeBundle {
    const [l, r] = twoNumbers(this.left, this.right);
    const at = Object.entries(this.counterexample)
      .map(([name, value]) => `${symbolToLatex(name)} = ${value}`).join(",\\ ");
    return {
      "text/markdown":
        `$$${this.latex}$$\n\n✗ **False**: at $${at}$ the left side is $${l}$, the right side $${r}$.`,
      "text/plain": `✗ ${this.message}`,
    };
  }
}

/**
 * Both numbers, with as many digits as it takes to tell them apart and at least
 * six.
 */
function twoNumbers(left: number, right: number): [string, string] {
  for (let digits = 6; digits < 17; digits++) {
    const l = String(Number(left.toPrecision(digits)));
    const r = String(Number(right.toPrecision(digits)));
    if (l !== r) return [l, r];
  }
  return [String(left), String(right)];
}
