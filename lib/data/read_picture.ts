import { Buffer } from "node:buffer";
import { kindOfFile } from "../io/mod.ts";
import { DataError } from "./data_error.ts";
import { readDataFile } from "./read_data_file.ts";
import { unfitFile } from "./unfit_file.ts";

/**
 * Reads a JPEG or PNG picture as bytes [height, width, 3]: rotated as its
 * metadata says, put on white if it is transparent, converted to RGB, and scaled
 * and cropped around its centre.
 *
 * @throws {DataError} if there is no such file, or it cannot be decoded
 */
export async function readPicture(
  path: string,
  { height, width }: { height: number; width: number },
): Promise<Uint8Array> {
  // Loaded only here because only importing pictures needs it.
  const { default: sharp } = await import("sharp");
  const bytes = await readDataFile(path);
  try {
    return await sharp(bytes)
      .autoOrient()
      .flatten({ background: "white" })
      .resize({ width, height, fit: "cover" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw undecodable(path, bytes, reason);
  }
}

/** The error for a file that is no picture, or a damaged one. */
function undecodable(
  path: string,
  bytes: Uint8Array,
  reason: string,
): DataError {
  const expected = "a JPEG or PNG picture";
  const [said] = reason.trim().split("\n");
  const found = `one that cannot be decoded ("${said}")`;
  const kind = /^a (JPEG|PNG)/.exec(kindOfFile(bytes)?.what ?? "")?.[1];
  if (kind === undefined) return unfitFile(path, expected, bytes, found);
  const end = kind === "JPEG" ? "\xff\xd9" : "IEND";
  const isWhole = Buffer.from(bytes).includes(end, "latin1");
  return new DataError(
    path,
    expected,
    isWhole ? found : `only its first ${bytes.length} bytes: it is truncated`,
    "Copy or download it again",
  );
}
