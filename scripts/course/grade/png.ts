import { crc32 } from "node:zlib";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_SIDE = 8192;

/**
 * Whether bytes are a PNG file from its first byte to its last: signature,
 * header, chunks with their checksums, end, and nothing after it.
 */
export function isPng(bytes: Uint8Array): boolean {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = SIGNATURE.length;
  for (let number = 0; at + 12 <= bytes.length; number++) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return false;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const sum = crc32(bytes.subarray(at + 4, end - 4));
    if (sum !== view.getUint32(end - 4)) return false;
    if (number === 0) {
      const isHeader = type === "IHDR" && length === 13 &&
        isSide(view.getUint32(at + 8)) && isSide(view.getUint32(at + 12));
      if (!isHeader) return false;
    }
    if (type === "IEND") return number > 1 && end === bytes.length;
    at = end;
  }
  return false;
}

function isSide(pixels: number): boolean {
  return pixels >= 1 && pixels <= MAX_SIDE;
}
