/** Finds calls whose promise nobody awaits. */
import { parse } from "@babel/parser";
import type { Hover, MarkupContent } from "vscode-languageserver-types";
import type { Ask } from "./language_server.ts";

/** What is used here of a node of the syntax tree. */
interface Node {
  type: string;
  loc: { start: { line: number; column: number } };
  expression?: Node;
  callee?: Node;
  property?: Node;
}

/**
 * The lines of statements that call what returns a promise, and do nothing with
 * it. The last statement is left out: what a cell ends with, the kernel looks at.
 */
export async function unawaitedLines(
  code: string,
  ask: Ask,
): Promise<number[]> {
  const lines: number[] = [];
  for (const { loc, expression } of statementsIn(code).slice(0, -1)) {
    if (!expression?.callee) continue;
    const { callee } = expression;
    const { line, column: character } = (callee.property ?? callee).loc.start;
    const answer = await ask<Hover | null>("textDocument/hover", {
      position: { line: line - 1, character },
    });
    const { value = "" } = (answer?.contents ?? {}) as Partial<MarkupContent>;
    const signature = /^```\w*\n([^]*?)\n```/.exec(value)?.[1] ?? "";
    if (returnsPromise(signature)) lines.push(loc.start.line);
  }
  return lines;
}

/** By what follows its parameters, as in `function f(a: A): Promise<B>`. */
function returnsPromise(signature: string): boolean {
  let short = signature.replace(/^(\(\w+\) )+/, "");
  for (let long = ""; long !== short;) {
    long = short;
    short = long.replaceAll(/\([^()]*\)/g, "§");
  }
  return /^[^§]*§(:| =>) Promise</.test(short);
}

/** All statements in the order of their ends, but for those in functions. */
function statementsIn(code: string): Node[] {
  let tree: unknown;
  try {
    tree = parse(code, {
      sourceType: "module",
      allowAwaitOutsideFunction: true,
      plugins: ["typescript"],
    }).program.body;
  } catch {
    return []; // its errors are found elsewhere
  }
  const found: Node[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    const { type } = value as Node;
    if (/Function|Class|TS|Decl/.test(type ?? "")) return;
    Object.values(value).forEach(visit);
    if (type?.endsWith("Statement")) found.push(value as Node);
  };
  visit(tree);
  return found;
}
