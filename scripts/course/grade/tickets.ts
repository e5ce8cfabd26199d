import type { AssembledCell } from "./assemble.ts";
import type { CellToRun } from "../sandbox/mod.ts";

/** The cells to run, and the nonce of each cell that hands out values. */
export interface TicketedRun {
  cells: CellToRun[];
  /** By the id of the grade cell. */
  nonces: Map<string, string>;
}

/**
 * Chooses what grading runs. A grade cell's hidden tests are a cell of their own,
 * before the self-check, so that this cannot cost the values; its first line is the
 * ticket.
 */
export function ticketedRun(
  assembled: readonly AssembledCell[],
  seed: number,
): TicketedRun {
  const nonces = new Map<string, string>();
  const cells: CellToRun[] = [];
  for (const { id, role, type, source, hidden } of assembled) {
    if (type !== "code" || role === "text") continue;
    if (hidden !== undefined) {
      const nonce = crypto.randomUUID();
      nonces.set(id, nonce);
      const ticket = JSON.stringify({ nonce, seed });
      cells.push({
        id: valuesCellId(id),
        source: `globalThis.mleTicket = ${ticket};\n${hidden}`,
      });
    }
    if (source.trim() !== "") cells.push({ id, source });
  }
  return { cells, nonces };
}

/** The id under which a grade cell's hidden tests run. */
export function valuesCellId(gradeId: string): string {
  return `${gradeId}:values`;
}
