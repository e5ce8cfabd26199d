/** What a cell put out, as nbformat has it. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | {
    output_type: "display_data";
    data: Record<string, unknown>;
    metadata: Record<string, unknown>;
  }
  | {
    output_type: "execute_result";
    execution_count: number | null;
    data: Record<string, unknown>;
    metadata: Record<string, unknown>;
  }
  | {
    output_type: "error";
    ename: string;
    evalue: string;
    traceback: string[];
  };

/** How a cell went. */
export interface CellOutcome {
  id: string;
  status: "ok" | "error" | "not reached";
  /** Why it is an error; where the run ended with this cell, the name is how it ended. */
  error?: { name: string; message: string };
  /** What arrived while the cell ran. */
  outputs: Output[];
  /** What names this cell as its origin but arrived after it had ended. */
  late: Output[];
  durationMs: number;
}

/** How a run ended; `failed` is no fault of the notebook's. */
export type RunEnd =
  | "finished"
  | "cell time"
  | "notebook time"
  | "output"
  | "memory"
  | "kernel died"
  | "stopped"
  | "failed";

/** What came of a notebook's cells. */
export interface SandboxResult {
  /** One for each cell that was to be run, in that order. */
  cells: CellOutcome[];
  end: RunEnd;
  /** How it ended, for people. */
  message: string;
}
