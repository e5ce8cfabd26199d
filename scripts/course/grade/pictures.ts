import { Buffer } from "node:buffer";
import { isPng } from "./png.ts";
import type { AssembledCell } from "./assemble.ts";
import { record } from "./notebook.ts";

/** A picture that a student put into a text cell. */
export interface Picture {
  name: string;
  mime: "image/png" | "image/jpeg";
  base64: string;
}

const MAX_BASE64 = 8_000_000; // a photograph of a sheet of paper

/** The pictures of a text cell that are what they say. */
export function picturesOf({ attachments = {} }: AssembledCellPart): Picture[] {
  return Object.entries(attachments).flatMap(([name, data]) => {
    if (!/^[\p{L}\p{N}_. -]{1,100}$/u.test(name)) return [];
    for (const [mime, base64] of Object.entries(record(data) ?? {})) {
      if (typeof base64 !== "string" || base64.length > MAX_BASE64) continue;
      const bytes = Buffer.from(base64, "base64");
      const isPicture = mime === "image/png" && isPng(bytes) ||
        mime === "image/jpeg" && isJpeg(bytes);
      if (isPicture) return [{ name, mime, base64: bytes.toString("base64") }];
    }
    return [];
  });
}

type AssembledCellPart = Pick<AssembledCell, "attachments">;

function isJpeg(bytes: Uint8Array): boolean {
  return [0xff, 0xd8, 0xff].every((byte, i) => bytes[i] === byte) &&
    bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
}
