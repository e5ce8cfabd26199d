import { View } from "../display/mod.ts";
import type { Expression } from "./expression.ts";
import { toLatex } from "./latex.ts";

/** An abbreviation, or a function of some parameters. */
export interface Definition {
  /** What is defined. */
  readonly name: string;
  /** The function's parameters; empty for an abbreviation. */
  readonly parameters: readonly string[];
  /** What it stands for, as written. */
  readonly body: Expression;
  /** `name := body` as LaTeX, with an & before the sign for alignment. */
  readonly latex: string;
}

/**
 * Takes the two sides of `name = body` or `name(x, …) = body`.
 *
 * @throws SyntaxError if the left side is neither a name nor a function of
 * names
 */
export function toDefinition(
  source: string,
  sides: readonly Expression[],
): Definition {
  const [left, body] = sides;
  const operands = left.kind === "call" ? left.operands : [];
  const parameters = operands.flatMap((operand) =>
    operand.kind === "symbol" ? [operand.name] : []
  );
  if (
    sides.length !== 2 || left.kind !== "symbol" && left.kind !== "call" ||
    parameters.length !== operands.length
  ) {
    throw new SyntaxError(
      `Cannot define: expected a line like A = … or f(x) = …, got ${source}`,
    );
  }
  const latex = `${toLatex(left)} &:= ${toLatex(body)}`;
  return { name: left.name, parameters, body, latex };
}

/** Definitions as a notebook shows them, one beneath the other. */
export function definitionsView(definitions: readonly Definition[]): View {
  const lines = definitions.map((definition) => definition.latex);
  const latex = `\\begin{aligned} ${lines.join(" \\\\[4pt] ")} \\end{aligned}`;
  return new View({ "text/markdown": `$$${latex}$$`, "text/plain": latex });
}
