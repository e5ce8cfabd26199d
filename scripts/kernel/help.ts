/** Help while code is written: what Tab and Shift-Tab show. */
import {
  type CompletionItem,
  CompletionItemKind as Kind,
  type CompletionList,
  type Hover,
  type MarkupContent,
  type Position,
} from "vscode-languageserver-types";
import type { RunCell } from "./helper.ts";
import { askAbout } from "./language_server.ts";

interface Question {
  cells: RunCell[];
  code: string;
  /** In characters (code points), as Jupyter counts. */
  cursor_pos: number;
}

/** The language server's kinds of completions as JupyterLab calls them. */
const KINDS: Partial<Record<Kind, string>> = {
  [Kind.Method]: "method",
  [Kind.Function]: "function",
  [Kind.Field]: "property",
  [Kind.Variable]: "variable",
  [Kind.Class]: "class",
  [Kind.Interface]: "interface",
  [Kind.Module]: "module",
  [Kind.Property]: "property",
  [Kind.Enum]: "enum",
  [Kind.Keyword]: "keyword",
  [Kind.Constant]: "constant",
};

/** A `complete_reply`'s content. */
export async function completions(
  { cells, code, cursor_pos: cursor }: Question,
): Promise<Record<string, unknown>> {
  const before = textBefore(code, cursor);
  const prefix = /[\w$]*$/.exec(before)![0];
  const position = positionAfter(before);
  const answer = await askAbout(
    cells,
    code,
    (ask) =>
      ask<CompletionList | CompletionItem[] | null>("textDocument/completion", {
        position,
      }),
  );
  const all = answer === null
    ? []
    : Array.isArray(answer)
    ? answer
    : answer.items;
  const order = ({ sortText, label }: CompletionItem) => sortText ?? label;
  const items = all
    .filter(({ label }) => label.toLowerCase().startsWith(prefix.toLowerCase()))
    .sort((a, b) => order(a) < order(b) ? -1 : 1);
  const place = { start: cursor - prefix.length, end: cursor };
  return {
    status: "ok",
    matches: items.map(({ label }) => label),
    cursor_start: place.start,
    cursor_end: place.end,
    metadata: {
      _jupyter_types_experimental: items.map(({ label, kind }) => ({
        ...place,
        text: label,
        type: kind ? KINDS[kind] ?? "" : "",
      })),
    },
  };
}

/** An `inspect_reply`'s content: signature and documentation. */
export async function explanation(
  { cells, code, cursor_pos: cursor }: Question,
): Promise<Record<string, unknown>> {
  let before = textBefore(code, cursor);
  if (!/[\w$]$/.test(before)) { // in a call: what is called
    const call = /[\w$]+(?=\s*(?:<[^<>()]*>)?\([^()]*$)/.exec(before);
    if (call) before = before.slice(0, call.index + call[0].length);
  }
  const position = positionAfter(before.slice(0, -1));
  const answer = await askAbout(
    cells,
    code,
    (ask) => ask<Hover | null>("textDocument/hover", { position }),
  );
  const text = (answer?.contents as MarkupContent | undefined)?.value ?? "";
  const data = text ? { "text/markdown": text, "text/plain": text } : {};
  return { status: "ok", found: text !== "", data, metadata: {} };
}

function textBefore(code: string, cursor: number): string {
  return [...code].slice(0, cursor).join("");
}

function positionAfter(text: string): Position {
  const lines = text.split("\n");
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}
