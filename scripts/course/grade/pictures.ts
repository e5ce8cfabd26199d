import { Buffer } from "node:buffer";
import type { AssembledCell } from "./assemble.ts";

/** A picture that a student put into a text cell. */
export interface Picture {
  name: string;
  /** The type according to its bytes. */
  mime: string;
  base64: string;
}

/**
 * A text cell's pictures, and the names of attachments that browsers cannot
 * show.
 */
export interface Attachments {
  pictures: Picture[];
  others: string[];
}

const MAX_BASE64 = 12_000_000; // a photograph of a sheet of paper

/** The formats that browsers show, by their first bytes; `.` is any byte. */
const KINDS: [string, RegExp][] = [
  ["image/png", /^\x89PNG\r\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
];

/** The attachments that a student has put into a text cell. */
export function attachmentsOf(
  { attachments = {} }: Pick<AssembledCell, "attachments">,
): Attachments {
  const found: Attachments = { pictures: [], others: [] };
  for (const [name, data] of Object.entries(attachments)) {
    const pictures = Object.values(data).flatMap((base64) =>
      typeof base64 === "string" && base64.length <= MAX_BASE64
        ? pictureOf(name, base64)
        : []
    );
    if (pictures.length > 0) found.pictures.push(pictures[0]);
    else found.others.push(name.slice(0, 100));
  }
  return found;
}

function pictureOf(name: string, base64: string): Picture[] {
  const bytes = Buffer.from(base64, "base64");
  const start = bytes.subarray(0, 16).toString("latin1");
  const kind = KINDS.find(([, pattern]) => pattern.test(start));
  return kind === undefined
    ? []
    : [{ name, mime: kind[0], base64: bytes.toString("base64") }];
}
