import type { DriverEvent, Output, RunEnd } from "./protocol.ts";

type Told = Extract<DriverEvent, { event: "outcome" }>;

/** How a cell went. */
export interface CellOutcome extends Omit<Told, "event" | "status"> {
  status: Told["status"] | "not reached";
  /** What names this cell as its origin but arrived after it had ended. */
  late: Output[];
}

/** What came of some cells. */
export interface SandboxResult {
  /** One for each cell that was to be run, in that order. */
  cells: CellOutcome[];
  end: RunEnd;
  /** How it ended, for people. */
  message: string;
}
