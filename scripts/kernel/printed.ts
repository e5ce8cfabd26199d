/**
 * Cells as Deno prints them.
 *
 * Deno prints a cell's TypeScript anew as JavaScript, with swc, before it runs
 * it. swc prints the same here, and says where each place comes from.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { transformSync } from "@swc/core";

/** By so many lines swc's code for decorators is longer than Deno's. */
const DECORATORS_LONGER = 31;

/**
 * The line in which something was written; `line` from 1, `column` from 0.
 * Undefined where nothing was: in what is printed before classes with decorators.
 */
export function writtenLine(
  code: string,
  line: number,
  column: number,
): number | undefined {
  try {
    const { code: text, map } = printed(code);
    // Deno indents by two spaces where swc indents by four.
    const hasDecorators = text.includes("function _apply_decs");
    const at = line + (hasDecorators ? DECORATORS_LONGER : 0);
    const indent = /^ */.exec(text.split("\n")[at - 1])![0].length;
    const place = { line: at, column: column + indent / 2, bias: 1 } as const;
    const found = originalPositionFor(new TraceMap(map!), place).line;
    return found ?? (hasDecorators ? undefined : line);
  } catch {
    return line; // not TypeScript: then it has not run either
  }
}

/** What is wrong with a cell's syntax. */
export interface SyntaxProblem {
  message: string;
  line: number;
  /** The lines before, with their numbers, and a mark below the last. */
  excerpt: string;
}

/** What swc says of a cell that it cannot read; undefined if it can. */
export function syntaxProblem(code: string): SyntaxProblem | undefined {
  try {
    printed(code);
    return undefined;
  } catch (error) {
    const found = SWC_ERROR.exec((error as Error).message);
    if (!found) return undefined;
    const [, message, line, excerpt] = found;
    return { message, line: Number(line), excerpt };
  }
}

const SWC_ERROR =
  /^ *x ([^]*?)\n *,-\[cell\.ts:(\d+):\d+\]\n([^]*?)\n *`-{4}\n/;

// swc would write `using` out in full, which Deno leaves as it is.
const USING = /\b(?:await[ \t]+)?using(?=[ \t]+[\w$])/g;

/** A cell as Deno prints it, but for the depth of its indentation, and `using`. */
export function printed(code: string): { code: string; map?: string } {
  const plain = code.replaceAll(USING, (text) => "const".padEnd(text.length));
  return transformSync(plain, {
    filename: "cell.ts",
    isModule: true,
    sourceMaps: true,
    swcrc: false,
    configFile: false,
    jsc: {
      parser: { syntax: "typescript", tsx: true, decorators: true },
      target: "esnext",
      transform: {
        verbatimModuleSyntax: true,
        decoratorVersion: "2022-03",
      },
    },
  });
}
