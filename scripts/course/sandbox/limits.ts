import type { Limits } from "./protocol.ts";

const MIB = 2 ** 20;

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
