import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

const MAX_BYTES = 120; // of a folder's name, which has room for 255

/**
 * A name that is safe as a folder's name, in a page and in a table: letters of
 * any script with their marks, digits and `_ . - + @`.
 */
export function studentId(name: string): string {
  const normal = name.normalize("NFC").trim();
  const spaceless = normal.replace(/,? /g, "_");
  const safe = cut(
    spaceless.replace(/[^\p{L}\p{M}\p{N}_.+@-]/gu, "_")
      .replace(/^[._+@\p{M}-]+/u, ""),
  );
  if (safe === spaceless && safe !== "" && !(safe in {})) return safe;
  return `${safe || "student"}-${digestOf(normal)}`;
}

/** Students' ids by their names, in Unicode's composed form. */
export type Ids = Map<string, string>;

/**
 * Ids for names, so that names which differ stay different, and keep the id that
 * they had in an earlier run: `known`, which is added to. Letters of two sizes
 * do not tell folders apart everywhere.
 */
export function assignIds(names: Iterable<string>, known: Ids): void {
  const taken = new Set([...known.values()].map((id) => id.toLowerCase()));
  // Who is called exactly so comes before whose name is only made so.
  const fresh = [...new Set([...names].map((name) => name.normalize("NFC")))]
    .filter((name) => !known.has(name))
    .sort((a, b) =>
      Number(studentId(b) === b) - Number(studentId(a) === a) ||
      (a < b ? -1 : 1)
    );
  for (const name of fresh) {
    let id = studentId(name);
    if (taken.has(id.toLowerCase())) id = `${id}-${digestOf(name)}`;
    taken.add(id.toLowerCase());
    known.set(name, id);
  }
}

function digestOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 8);
}

function cut(text: string): string {
  return Buffer.from(text).subarray(0, MAX_BYTES).toString()
    .replace(/\ufffd+$/, ""); // half a character
}
