/**
 * Says in which lines of cells the places stand that Deno's traces name, and
 * what is wrong with the syntax of a cell.
 *
 * Deno prints a cell's TypeScript anew as JavaScript, with swc, before it runs
 * it. swc prints the same here, and says where each place comes from.
 *
 * Standard input: a line of JSON per question, a list of places or a cell's
 * text; standard output: a line for each, a list of lines or a syntax error.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { transformSync } from "@swc/core";
import { TextLineStream } from "../shared/lines.ts";

interface Place {
  /** The whole cell. */
  code: string;
  /** Line of the printed cell, from 1. */
  line: number;
  /** Column of the printed cell, from 0. */
  column: number;
}

function originalLine({ code, line, column }: Place): number {
  try {
    const { code: text, map } = printed(code);
    // Deno indents by two spaces where swc indents by four.
    const indent = /^ */.exec(text.split("\n")[line - 1])![0].length;
    const place = { line, column: column + indent / 2, bias: 1 } as const;
    return originalPositionFor(new TraceMap(map!), place).line ?? line;
  } catch {
    return line; // not TypeScript: then it has not run either
  }
}

interface SyntaxProblem {
  message: string;
  line: number;
  /** The lines before, with their numbers, and a mark below the last. */
  excerpt: string;
}

/** What swc says of a cell that it cannot read; null if it can. */
function syntaxProblem(code: string): SyntaxProblem | null {
  try {
    printed(code);
    return null;
  } catch (error) {
    const found = SWC_ERROR.exec((error as Error).message);
    if (!found) return null;
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
      transform: { verbatimModuleSyntax: true },
    },
  });
}

if (import.meta.main) {
  const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    const asked: Place[] | string = JSON.parse(line);
    const answer = typeof asked === "string"
      ? syntaxProblem(asked)
      : asked.map(originalLine);
    console.log(JSON.stringify(answer));
  }
}
