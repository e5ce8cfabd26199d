import { escapeHtml } from "mle/display/mod.ts";

/** A piece of HTML that may stand in a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | Html[];

/**
 * HTML in which everything put in is text, unless it is HTML itself. (Deno's
 * formatter would change what stands in a template called `html`.)
 */
export function markup(fixed: TemplateStringsArray, ...parts: Part[]): Html {
  const pieces = fixed.map((piece, i) =>
    piece + (i < parts.length ? textOf(parts[i]) : "")
  );
  return new Html(pieces.join(""));
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(({ text }) => text).join("");
  return escapeHtml(String(part));
}
