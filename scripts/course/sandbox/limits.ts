const MIB = 2 ** 20;

/** What a notebook may use beside its one processor; all that it starts counts as one. */
export interface Limits {
  /** Memory, files in the writable folder included, in bytes. */
  memoryBytes: number;
  /** Time of one cell, in ms. */
  cellMs: number;
  /** Time of the whole notebook from the kernel's start on, in ms. */
  notebookMs: number;
  /** Processor time of one process, in s. */
  cpuS: number;
  /** What the kernel may send during one cell, in bytes. */
  outputBytes: number;
  /** What the kernel may send altogether, in bytes. */
  totalOutputBytes: number;
  /** Messages that the kernel may send during one cell. */
  messages: number;
  /** Processes and threads. */
  processes: number;
  /** All files together, in bytes. */
  diskBytes: number;
  /** One file, in bytes. */
  fileBytes: number;
  /** Files that a process has open. */
  openFiles: number;
}

/** Enough for an honest notebook's solutions and tests. */
export const DEFAULT_LIMITS: Readonly<Limits> = {
  memoryBytes: 3072 * MIB,
  cellMs: 60_000,
  notebookMs: 300_000,
  cpuS: 900,
  outputBytes: 16 * MIB,
  totalOutputBytes: 64 * MIB,
  messages: 20_000,
  // The kernel and TensorFlow start several threads for each processor.
  processes: 96 + 16 * navigator.hardwareConcurrency,
  diskBytes: 256 * MIB,
  fileBytes: 128 * MIB,
  openFiles: 1024,
};
