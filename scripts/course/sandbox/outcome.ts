import type { DriverEvent, Output, RunEnd } from "./protocol.ts";

type Told = Extract<DriverEvent, { event: "outcome" }>;

/** The outcome of a cell. */
export interface CellOutcome extends Omit<Told, "event" | "status"> {
  status: Told["status"] | "not reached";
  /** Output that names this cell as its origin but arrived after it had ended. */
  late: Output[];
}

/** The result of running cells. */
export interface SandboxResult {
  /** One for each requested cell, in order. */
  cells: CellOutcome[];
  end: RunEnd;
  /** A description of how it ended, for people. */
  message: string;
}
