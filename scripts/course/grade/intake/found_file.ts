/** A notebook or archive among what was handed in: its bytes, or why they are refused. */
export type FoundFile =
  | { path: string; bytes: Uint8Array; problem?: undefined }
  | { path: string; bytes?: undefined; problem: string };

/** The most that is read of what was handed in. */
export interface IntakeLimits {
  notebookBytes: number;
  /** Of a zip inside of another one. */
  archiveBytes: number;
  /** Of all that is unpacked from a zip inside of another one. */
  unpackedBytes: number;
  entries: number;
  /** How deep zips may lie inside of each other. */
  depth: number;
}

const MIB = 2 ** 20;

/** Room for any honest submission. */
export const INTAKE_LIMITS: IntakeLimits = {
  notebookBytes: 64 * MIB,
  archiveBytes: 256 * MIB,
  unpackedBytes: 256 * MIB,
  entries: 20_000,
  depth: 3,
};

// Not written by hand: copies, packages, other systems' notes.
const NOT_HANDED_IN = /^(\.[^.].*|__MACOSX|node_modules|build)$/;

/** What to do with a file, by its name alone. */
export function kindOf(
  path: string,
): "notebook" | "archive" | "other archive" | "other" {
  const segments = path.split("/");
  if (segments.some((segment) => NOT_HANDED_IN.test(segment))) return "other";
  const name = segments.at(-1)!.toLowerCase();
  if (name.endsWith(".ipynb")) return "notebook";
  if (name.endsWith(".zip")) return "archive";
  return /\.(7z|rar|tar|tgz|gz|xz|bz2)$/.test(name) ? "other archive" : "other";
}

/** Why a file is refused that is larger than it may be. */
export function tooLarge(maxBytes: number): string {
  return `The file is larger than ${Math.round(maxBytes / MIB)} MB.`;
}

/** Why an archive is refused that is no zip. */
export const NO_ZIP =
  "The archive is no zip: hand in the notebooks themselves, or a zip.";
