import type { AssembledCell } from "./assemble.ts";
import type { CellToRun } from "./runner.ts";

/** The cells to run, and the nonce of each cell that hands out values. */
export interface TicketedRun {
  cells: CellToRun[];
  /** By the id of the grade cell. */
  nonces: Map<string, string>;
}

/**
 * Chooses what grading runs. A grade cell's hidden tests are a cell of their own,
 * so that a self-check that fails does not cost the values; the first line hands
 * them their ticket.
 */
export function ticketedRun(
  assembled: readonly AssembledCell[],
  seed: number,
): TicketedRun {
  const nonces = new Map<string, string>();
  const cells: CellToRun[] = [];
  for (const { id, role, type, source, hidden } of assembled) {
    if (type !== "code" || role === "text") continue;
    if (source.trim() !== "") cells.push({ id, source });
    if (hidden === undefined) continue;
    const nonce = crypto.randomUUID();
    nonces.set(id, nonce);
    const ticket = JSON.stringify({ nonce, seed });
    cells.push({
      id: valuesCellId(id),
      source: `globalThis.mleTicket = ${ticket};\n${hidden}`,
    });
  }
  return { cells, nonces };
}

/** The id under which a grade cell's hidden tests run. */
export function valuesCellId(gradeId: string): string {
  return `${gradeId}:values`;
}
