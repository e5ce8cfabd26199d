import { createHash } from "node:crypto";

const MAX_BYTES = 120; // of a folder's name, which has room for 255

/**
 * A name that is safe as a folder's name, in a page and in a table: letters,
 * digits and `_ . - + @`. Names that differ stay different.
 */
export function studentId(name: string): string {
  const normal = name.normalize("NFC").trim();
  const spaceless = normal.replace(/,? /g, "_");
  const safe = cut(
    spaceless.replace(/[^\p{L}\p{N}_.+@-]/gu, "_").replace(/^[._+@-]+/, ""),
  );
  if (safe === spaceless && safe !== "") return safe;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${safe || "student"}-${digest}`;
}

function cut(text: string): string {
  let short = "";
  let bytes = 0;
  for (const character of text) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > MAX_BYTES) break;
    short += character;
  }
  return short;
}
