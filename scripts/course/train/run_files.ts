import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { saveSafetensors, type StateDict } from "mle/nn/mod.ts";

/** The inputs of a run, and how far it got. */
export type RunFacts = Record<string, string>;

/** The results of a run. */
export interface RunResult {
  /** One row for each epoch. */
  history: readonly (Record<string, unknown> & { epoch: number })[];
  /** Weights by the names of their files. */
  weights: Record<string, { stateDict: StateDict; facts: RunFacts }>;
}

/**
 * Writes `history.csv`, with a line of column names, and the weights as
 * safetensors files, with the facts as metadata.
 */
export async function writeRunFiles(
  dir: string,
  { history, weights }: RunResult,
): Promise<void> {
  for (const [name, { stateDict, facts }] of Object.entries(weights)) {
    await saveSafetensors(join(dir, name), stateDict, facts);
  }
  const lines = history.map((row) =>
    Object.entries(row).map(([name, value]) => cell(name, value)).join(",")
  );
  const names = Object.keys(history[0] ?? {}).join(",");
  await writeFileAtomically(
    join(dir, "history.csv"),
    [names, ...lines, ""].join("\n"),
  );
}

/** Digits alone are written as 1.0 where others may have fractions. */
function cell(name: string, value: unknown): string {
  const digits = String(value);
  const text = name !== "epoch" && /^-?\d+$/.test(digits)
    ? `${digits}.0`
    : digits;
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A generous estimate of the size of a run's files in bytes. */
export function bytesNeeded(
  files: number,
  stateDict: StateDict,
  epochs: number,
): number {
  const bytes = [...stateDict.values()]
    .reduce((sum, { data }) => sum + data.byteLength, 0);
  return files * (bytes + 65_536) + epochs * 256;
}
