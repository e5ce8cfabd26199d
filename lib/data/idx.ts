import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { checkLength } from "./check_length.ts";
import { checkShape } from "./check_shape.ts";
import { DataError } from "./data_error.ts";
import { MAX_LENGTH, readDataFile } from "./read_data_file.ts";
import { shapeText } from "./shape_text.ts";
import { unfitFile } from "./unfit_file.ts";

/**
 * The values of the magic number's third byte, as the format's author lists
 * them.
 */
const DTYPES: Record<number, string> = {
  0x08: "uint8",
  0x09: "int8",
  0x0b: "int16",
  0x0c: "int32",
  0x0d: "float32",
  0x0e: "float64",
};

/**
 * Reads an IDX file of unsigned bytes, gzipped or not, in C order (row-major). Never
 * allocates memory on the strength of a header's claims.
 *
 * @param expected The length of every axis; `null` stands for any.
 * @param checksum SHA-256 of the unpacked file, in hexadecimal; if omitted, it
 * is not checked.
 * Source: the format is that of MNIST, by Yann LeCun.
 *
 * @throws {DataError} if the file is missing, damaged, truncated, too long, or
 * of another dtype, shape or checksum
 */
export async function readIdx(
  path: string,
  expected: readonly (number | null)[],
  checksum?: string,
): Promise<{ data: Uint8Array<ArrayBuffer>; shape: number[] }> {
  const content = await readUnpacked(path);
  const { shape, dataOffset } = readHeader(path, content);
  checkShape(path, "an array", shape, [expected]);
  const sha256 = checksum &&
    createHash("sha256").update(content).digest("hex");
  if (sha256 !== checksum) {
    throw new DataError(
      path,
      `content with SHA-256 ${checksum}`,
      `SHA-256 ${sha256}: it is damaged, or another file`,
    );
  }
  return { data: content.subarray(dataOffset), shape };
}

/**
 * The contents of a file, unpacked if necessary. They are unpacked piece by
 * piece into memory that grows with them: several copies of all pictures would
 * be a large part of the memory of a program that trains on them.
 */
async function readUnpacked(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await readDataFile(path);
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  const buffer = new ArrayBuffer(0, { maxByteLength: MAX_LENGTH });
  const pieces: AsyncIterable<Uint8Array> = Readable.from([file])
    .pipe(createGunzip());
  try {
    for await (const piece of pieces) {
      const length = buffer.byteLength;
      if (length + piece.length > MAX_LENGTH) {
        throw new DataError(
          path,
          `a file of at most ${MAX_LENGTH} bytes when unpacked`,
          "more",
        );
      }
      buffer.resize(length + piece.length);
      new Uint8Array(buffer, length).set(piece);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    throw new DataError(
      path,
      "a whole gzip file",
      `a truncated or damaged one (${message})`,
    );
  }
  return new Uint8Array(buffer);
}

/** The shape, and where the numbers begin, in bytes. */
function readHeader(
  path: string,
  content: Uint8Array,
): { shape: number[]; dataOffset: number } {
  const [zero, alsoZero, dtype, rank] = content;
  if (content.length < 4 || zero !== 0 || alsoZero !== 0 || !DTYPES[dtype]) {
    throw unfitFile(
      path,
      "an IDX file (it begins with 00 00 08)",
      content,
      `a file that begins with ${hex(content.subarray(0, 4))}`,
    );
  }
  if (DTYPES[dtype] !== "uint8") {
    throw new DataError(path, "numbers of dtype uint8", DTYPES[dtype]);
  }
  const dataOffset = 4 + 4 * rank;
  if (content.length < dataOffset) {
    throw new DataError(
      path,
      `a header of ${dataOffset} bytes, for ${rank} axes`,
      `${content.length} bytes: it is truncated`,
    );
  }
  const view = new DataView(content.buffer, content.byteOffset);
  const shape = Array.from(
    { length: rank },
    (_, axis) => view.getUint32(4 + 4 * axis),
  );
  const length = shape.reduce((a, b) => a * b, 1) + dataOffset;
  checkLength(path, content.length, length, `shape ${shapeText(shape)}`);
  return { shape, dataOffset };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join(" ");
}
