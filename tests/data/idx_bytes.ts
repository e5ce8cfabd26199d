import { gzipSync } from "node:zlib";

/** The bytes of an IDX file, of which a test can make any part wrong. */
export interface IdxParts {
  magic?: number[];
  shape?: number[];
  data?: ArrayLike<number>;
}

/** A sound file of the six bytes 0 to 5, shape (2, 3), except for what is given. */
export function idxBytes(parts: IdxParts = {}): Uint8Array<ArrayBuffer> {
  const { shape = [2, 3], data = [0, 1, 2, 3, 4, 5] } = parts;
  const { magic = [0, 0, 8, shape.length] } = parts;
  const offset = magic.length + 4 * shape.length;
  const bytes = new Uint8Array(offset + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  shape.forEach((length, axis) => {
    view.setUint32(magic.length + 4 * axis, length);
  });
  bytes.set(data, offset);
  return bytes;
}

/** The same bytes packed with gzip. */
export function gzip(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(gzipSync(bytes));
}
