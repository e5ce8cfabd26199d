import { basename } from "node:path";
import { MAX_RECEIPT, RECEIPT } from "./blackboard.ts";

/** A file among what was handed in. */
export type FoundFile =
  /** A notebook. */
  | { path: string; bytes: Uint8Array; problem?: undefined; other?: undefined }
  /** A notebook or an archive that is not read, and why. */
  | { path: string; problem: string; bytes?: undefined; other?: undefined }
  /** Any other file: it is there. */
  | { path: string; other: true; bytes?: undefined } & Said
  /** A folder in which nothing is read. */
  | { path: string; nothing: true; bytes?: undefined; other: true } & Said;

/** What is read of a file that is neither a notebook nor an archive. */
interface Said {
  /** Of nbgrader's `timestamp.txt`. */
  text?: string;
  /** Blackboard's, as far as it is read. */
  receipt?: string;
  /** Of what code may import. */
  module?: string;
}

/** The most that is read of what was handed in. */
export interface IntakeLimits {
  notebookBytes: number;
  /** Of a notebook without its outputs, which is what is kept. */
  keptBytes: number;
  /** Memory of the process that reads a large notebook, in MiB. */
  heapMib: number;
  /** Of a zip inside of another one. */
  archiveBytes: number;
  /** Of a file that a notebook imports. */
  moduleBytes: number;
  /** Files that one notebook imports. */
  modules: number;
  /** Of all that is unpacked from one zip within another, or for one person. */
  unpackedBytes: number;
  /** Of all that is unpacked from everybody's zips. */
  totalBytes: number;
  /** Files in one zip, or in one person's folder. */
  entries: number;
  /** How deep zips may lie inside of each other. */
  depth: number;
}

const MIB = 2 ** 20;

/** Room for any honest submission. */
export const INTAKE_LIMITS: IntakeLimits = {
  notebookBytes: 128 * MIB,
  keptBytes: 32 * MIB,
  heapMib: 640,
  moduleBytes: 64 * 1024,
  modules: 16,
  archiveBytes: 256 * MIB,
  unpackedBytes: 256 * MIB,
  totalBytes: 16_384 * MIB,
  entries: 20_000,
  depth: 3,
};

// Not written by hand: copies, packages, other systems' notes, earlier marks.
const NOT_HANDED_IN =
  /^(\.[^.].*|__MACOSX|node_modules|build|autograded|Thumbs\.db|desktop\.ini)$/i;

/** What to do with a file, by its name alone. */
export function kindOf(
  path: string,
): "notebook" | "archive" | "other archive" | "other" | "ignored" {
  const segments = path.split("/");
  if (segments.some((segment) => NOT_HANDED_IN.test(segment))) return "ignored";
  const name = segments.at(-1)!.toLowerCase();
  // Mail programs and phones put an ending of their own behind it.
  if (/\.ipynb(\.txt|\.json)?$/.test(name)) return "notebook";
  if (name.endsWith(".zip")) return "archive";
  return /\.(7z|rar|tar|tgz|gz|xz|bz2)$/.test(name) ? "other archive" : "other";
}

/** What a file says that `read` reads, if it has at most so many bytes. */
export async function saidIn(
  path: string,
  budget: UnpackBudget,
  read: (maxBytes: number) => Promise<Uint8Array | undefined>,
): Promise<Said> {
  const kind = basename(path) === "timestamp.txt"
    ? "text"
    : RECEIPT.test(path)
    ? "receipt"
    : /\.(m?[jt]s|json)$/i.test(path)
    ? "module"
    : undefined;
  if (kind === undefined) return {};
  const { moduleBytes } = budget.limits;
  const most = { text: 200, receipt: MAX_RECEIPT, module: moduleBytes }[kind];
  const bytes = await read(Math.min(most, budget.left(path)));
  const text = bytes && textOf(bytes);
  budget.use(path, bytes?.length ?? 0);
  return { [kind]: kind === "receipt" ? text?.slice(0, 20_000) : text };
}

/** Bytes as text; undefined if they are none. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Why a file is refused that is larger than it may be. */
export function tooLarge(maxBytes: number): string {
  return `The file is larger than ${Math.round(maxBytes / MIB)} MB.`;
}

/** Why an archive that is not a zip is refused. */
export const NO_ZIP =
  "The archive is not a zip: hand in the notebooks themselves, or a zip.";

/** How much may still be unpacked, for each person and for all. */
export class UnpackBudget {
  readonly #used = new Map<string, number>();
  #total = 0;

  constructor(readonly limits: IntakeLimits) {}

  /** How many bytes the file at `path` may have. */
  left(path: string): number {
    const { unpackedBytes, totalBytes } = this.limits;
    const used = this.#used.get(holderOf(path)) ?? 0;
    return Math.min(unpackedBytes - used, totalBytes - this.#total);
  }

  use(path: string, bytes: number): void {
    const holder = holderOf(path);
    this.#used.set(holder, (this.#used.get(holder) ?? 0) + bytes);
    this.#total += bytes;
  }
}

/** Whose budget a path is of: a person's folder, with at most one around all. */
function holderOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}
