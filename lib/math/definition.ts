import { DISPLAY, type Displayable, type MimeBundle } from "../plot/mod.ts";
import type { Expression } from "./expression.ts";
import { toLatex } from "./latex.ts";

/** An abbreviation or a function that a derivation introduced: true by definition. */
export class Definition implements Displayable {
  /** The name that is defined. */
  readonly name: string;
  /** The function's parameters; none for an abbreviation. */
  readonly parameters: readonly string[];
  /** What it stands for, as it was written. */
  readonly body: Expression;
  /** The definition, as LaTeX. */
  readonly latex: string;

  /**
   * Takes the two sides of `name = body` or `name(x, …) = body`.
   *
   * @throws SyntaxError if the left side is neither a name nor a function of
   * names
   */
  constructor(source: string, sides: readonly Expression[]) {
    const [left, body] = sides;
    const parameters = left.kind === "call" ? left.operands : [];
    if (
      sides.length !== 2 || left.kind !== "symbol" && left.kind !== "call" ||
      parameters.some((parameter) => parameter.kind !== "symbol")
    ) {
      throw new SyntaxError(
        `Cannot define: expected a line like A = … or f(x) = …, got ${source}`,
      );
    }
    this.name = left.name;
    this.parameters = parameters.map((p) => p.kind === "symbol" ? p.name : "");
    this.body = body;
    this.latex = `${toLatex(left)} := ${toLatex(body)}`;
  }

  /** The definition, typeset. */
  [DISPLAY](): Promise<MimeBundle> {
    return Promise.resolve({
      "text/markdown": `$$${this.latex}$$`,
      "text/plain": this.latex,
    });
  }
}
