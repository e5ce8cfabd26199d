import type { Ticket } from "mle/grading/contract.ts";
import type { AssembledCell } from "./assemble.ts";
import type { CellToRun } from "../sandbox/mod.ts";

/** A cell of the student's own notebook. */
export interface OwnCell extends CellToRun {
  /** Whether later cells and hidden tests may need its effects. */
  isNeeded: boolean;
}

/** Hidden tests and their nonces, by the id of their grade cell. */
export interface HiddenCells {
  cells: CellToRun[];
  nonces: Map<string, string>;
}

/**
 * The cells that run of a student's notebook by itself: setup, answers,
 * self-checks and own cells, in order. After each self-check another cell saves
 * what its hidden tests will take, so that later cells may reuse the names.
 */
export function ownCells(assembled: readonly AssembledCell[]): OwnCell[] {
  return assembled.flatMap((cell) => {
    const { id, role, type, source } = cell;
    if (type !== "code" || role === "text") return [];
    const own = { id, source, isNeeded: role !== "grade" };
    const keeping = { id: `${id}:kept`, source: keep(cell), isNeeded: true };
    return [own, keeping].filter(({ source }) => source.trim() !== "");
  });
}

/**
 * The hidden tests, each in its own cell, whose first line is its ticket. They
 * run after the whole notebook, and nothing that they show is passed on.
 */
export function hiddenCells(
  assembled: readonly AssembledCell[],
  seed: number,
): HiddenCells {
  const nonces = new Map<string, string>();
  const cells = assembled.flatMap(({ id, hidden }) => {
    if (hidden === undefined) return [];
    const { takes } = hidden;
    const ticket: Ticket = { nonce: crypto.randomUUID(), seed };
    nonces.set(id, ticket.nonce);
    const taken = takes.length === 0
      ? ""
      : `const { ${takes.join(", ")} } = ${kept(id)};\n`;
    const source = `globalThis.mleTicket = ${JSON.stringify(ticket)};
{ ${taken}${hidden.source} }`;
    return [{ id, source }];
  });
  return { cells, nonces };
}

/** Saves what hidden tests take, by name; what does not exist is undefined. */
function keep({ id, hidden }: AssembledCell): string {
  const takes = hidden?.takes ?? [];
  if (takes.length === 0) return "";
  const entries = takes.map((name) => `${name}: mleGet(() => ${name})`);
  return `{ const mleGet = (get) => { try { return get(); } catch {} };
globalThis.mleKept ??= {};
${kept(id)} = { ${entries.join(", ")} }; }
void 0;`;
}

function kept(id: string): string {
  return `globalThis.mleKept[${JSON.stringify(id)}]`;
}
