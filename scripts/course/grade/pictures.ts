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
const MAX_SIDE = 8192; // pixels of a PNG, a few bytes of which may say millions

/** The formats that browsers show, by their first bytes; `.` is any byte. */
const KINDS: [string, RegExp][] = [
  ["image/png", /^\x89PNG\r\n[^]{6}IHDR/],
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
      pictureOf(base64, MAX_BASE64) ?? []
    );
    if (pictures.length > 0) found.pictures.push({ name, ...pictures[0] });
    else found.others.push(name.slice(0, 100));
  }
  return found;
}

/** A picture that a browser shows, of at most so many characters of base64. */
export function pictureOf(
  base64: unknown,
  maxBase64: number,
): Omit<Picture, "name"> | undefined {
  if (typeof base64 !== "string" || base64.length > maxBase64) return undefined;
  const bytes = Buffer.from(base64, "base64");
  const start = bytes.subarray(0, 16).toString("latin1");
  const [mime] = KINDS.find(([, pattern]) => pattern.test(start)) ?? [];
  if (mime === undefined || mime === "image/png" && !isOfPng(bytes)) {
    return undefined;
  }
  return { mime, base64: bytes.toString("base64") };
}

/** Whether a PNG says that it is of a size that a browser can show. */
function isOfPng(bytes: Buffer): boolean {
  return bytes.length > 24 &&
    [16, 20].every((at) => bytes.readUInt32BE(at) <= MAX_SIDE);
}
