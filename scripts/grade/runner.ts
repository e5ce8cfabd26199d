/** An output as nbformat has it; what a submission has sent is not to be trusted. */
export interface Output {
  output_type: string;
  [field: string]: unknown;
}
export interface CellToRun {
  id: string;
  source: string;
}
export interface SandboxedRun {
  cells: readonly CellToRun[];
  workspace: string;
  unsafe?: boolean;
  signal?: AbortSignal;
  onCell?: (id: string) => void;
}
export interface CellOutcome {
  id: string;
  status: "ok" | "error" | "not reached";
  error?: { name: string; message: string };
  outputs: Output[];
  late: Output[];
  durationMs: number;
}
export interface SandboxResult {
  cells: CellOutcome[];
  end:
    | "finished"
    | "cell time"
    | "notebook time"
    | "output"
    | "memory"
    | "kernel died"
    | "stopped"
    | "failed";
  message: string;
}
/** Runs cells in a kernel of their own. */
export type Runner = (run: SandboxedRun) => Promise<SandboxResult>;
