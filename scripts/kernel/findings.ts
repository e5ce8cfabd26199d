/** What is to be shown above a cell: errors of type, and files that have changed. */
import { ErrorCodes, ResponseError } from "vscode-jsonrpc/node";
import type { Diagnostic } from "vscode-languageserver-types";
import type { RunCell } from "./helper.ts";
import { type Ask, askAbout } from "./language_server.ts";
import { changedFiles } from "./loaded_files.ts";
import { unawaitedLines } from "./unawaited.ts";

/** The kind of a message of Jupyter's, and its content. */
type Output = [kind: string, content: Record<string, unknown>];

/** What there is to say about the last cell, which runs. */
export async function findings(
  { cells, types }: { cells: RunCell[]; types: boolean },
): Promise<{ outputs: Output[] }> {
  const code = cells.at(-1)?.[2] ?? "";
  const outputs: Output[] = changedFiles(code).map((name) => ["stream", {
    name: "stderr",
    text:
      `${name} has changed since this kernel loaded it: the old code runs. ` +
      "Restart the kernel to take the new one in.\n",
  }]);
  if (!types || cells.length === 0) return { outputs };
  noteInterfaces(cells);
  const problems = await askAbout(cells, undefined, async (ask) => {
    const found = problemsIn(code, await errors(ask));
    return found.length > 0 ? found : await unawaited(code, ask);
  });
  if (problems.length > 0) outputs.push(["display_data", shown(problems)]);
  return { outputs };
}

/** Nothing if the checker fails on a cell, as it does on `export default 5`. */
async function errors(ask: Ask): Promise<Diagnostic[]> {
  try {
    const { items } = await ask<{ items: Diagnostic[] }>(
      "textDocument/diagnostic",
    );
    return items.filter(({ severity = 1 }) => severity === 1);
  } catch (error) {
    const hasFailed = error instanceof ResponseError &&
      error.code !== ErrorCodes.PendingResponseRejected;
    if (hasFailed) return [];
    throw error; // the server has ended
  }
}

async function unawaited(code: string, ask: Ask): Promise<Problem[]> {
  const lines = code.split("\n");
  return (await unawaitedLines(code, ask)).map((line) => ({
    line,
    message: "This returns a promise, and nothing waits for it: " +
      "write `await` before it, or `void` if that is meant.",
    code: lines[line - 1].trim(),
  }));
}

interface Problem {
  line: number;
  message: string;
  code: string;
}

// A kernel allows a name to be declared again, as the checker does not: to it,
// `import process from "node:process"` is circular (2303), as `process` is global.
const DECLARED_AGAIN = new Set<unknown>([2300, 2303, 2440, 2451]);
const declaredAgain = new Set<string>();
// What only modules may hold, and to the checker a cell without imports is none:
// namespaces (1280), global declarations (2669), `await using` (2852 to 2854).
const OF_MODULES = new Set<unknown>([1280, 2669, 2852, 2853, 2854]);

/** In a kernel an interface replaces the former; the checker merges the two. */
function noteInterfaces(cells: readonly RunCell[]): void {
  const [id, , code] = cells.at(-1)!;
  const others = cells.filter(([other]) => other !== id).map(([, , text]) =>
    text
  );
  for (const [declaration, name] of code.matchAll(/^ *interface (\w+)/gm)) {
    if (others.some((text) => text.includes(declaration.trim()))) {
      declaredAgain.add(name);
    }
  }
}

function problemsIn(code: string, errors: Diagnostic[]): Problem[] {
  // What the checker calls the end of a line.
  const lines = code.split(/\r\n|[\n\r\u2028\u2029]/);
  const problems: Problem[] = [];
  for (const { code: error, message, range: { start, end } } of errors) {
    const line = lines[start.line];
    if (OF_MODULES.has(error)) continue;
    if (!DECLARED_AGAIN.has(error)) {
      const text = typeof message === "string" ? message : message.value;
      problems.push({
        line: start.line + 1,
        message: text,
        code: line.trim(),
      });
      continue;
    }
    const name = line.slice(start.character, end.character);
    const word = name.replaceAll("$", "\\$");
    const isImported = new RegExp(`^import\\b[^;]*\\b${word}\\b`, "m").test(
      code,
    );
    if (!isImported) declaredAgain.add(name);
  }
  // The checker knows only the first meaning of a name.
  const known = !code.match(/[\w$]+/g)?.some((name) => declaredAgain.has(name));
  return known ? problems : [];
}

const SWITCH = "MLE_TYPE_CHECK";

function shown(problems: Problem[]): Record<string, unknown> {
  const off = `Types are checked as cells run; ${SWITCH}=0 switches it off.`;
  const lines = problems.map(({ line, message, code }) =>
    `line ${line}: ${message}\n    ${code}`
  );
  const items = problems.map(({ line, message, code }) =>
    `<li>line ${line}: ${escape(message)}` +
    `<pre style='margin:0'>${escape(code)}</pre></li>`
  );
  return {
    data: {
      "text/plain": ["Types:", ...lines, off].join("\n"),
      "text/html":
        "<div style='border-left:3px solid #c80;padding-left:.6em'>" +
        `<b>Types</b><ul style='margin:.2em 0'>${items.join("")}</ul>` +
        `<small>${off}</small></div>`,
    },
    metadata: { mle: "types" },
    transient: {},
  };
}

function escape(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;" };
  return text.replaceAll(/[&<]/g, (character) => names[character]);
}
