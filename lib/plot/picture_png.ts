import type { Buffer } from "node:buffer";
import sharp from "sharp";
import type { RgbPicture } from "./picture.ts";

/** A picture as PNG, with each pixel enlarged to a square of `scale` × `scale`. */
export async function picturePng(
  { width, height, bytes }: RgbPicture,
  scale: number,
): Promise<Buffer> {
  return await sharp(bytes, { raw: { width, height, channels: 3 } })
    .resize({ width: width * scale, height: height * scale, kernel: "nearest" })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
