import type { Buffer } from "node:buffer";
import sharp, { type Sharp } from "sharp";

/**
 * A picture as plain numbers, row by row from the top, with the channels of a
 * pixel side by side.
 */
export interface Picture {
  /** `height × width × channels` numbers. */
  readonly pixels: ArrayLike<number>;
  /** `[height, width, channels]`, with 1 channel (grey) or 3 (red, green, blue). */
  readonly shape: readonly number[];
}

/** A picture that is ready to be drawn. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  /** `height × width × 3` bytes. */
  readonly bytes: Uint8Array;
  /** Whether it has no colours. */
  readonly isGrey: boolean;
}

/**
 * Maps a picture's values from `range` to 0..255, and grey to RGB.
 *
 * @throws TypeError if the shape does not match the number of values, or a
 * value is not a number.
 */
export function toRgb(
  { pixels, shape }: Picture,
  [low, high]: readonly [number, number],
  index: number,
): RgbPicture {
  const action = `Cannot show picture ${index}`;
  const [height, width, channels] = shape;
  if (
    shape.length !== 3 || shape.some((size) => !(size >= 1)) ||
    (channels !== 1 && channels !== 3)
  ) {
    throw new TypeError(
      `${action}: expected shape [height, width, 1 or 3], got [${
        shape.join(", ")
      }]`,
    );
  }
  if (pixels.length !== height * width * channels) {
    throw new TypeError(
      `${action}: expected ${height * width * channels} values for shape ` +
        `[${shape.join(", ")}], got ${pixels.length}`,
    );
  }
  // A clamped array rounds, and clips values beyond the range to 0 or 255.
  const bytes = new Uint8ClampedArray(height * width * 3);
  const scale = 255 / (high - low);
  for (let i = 0; i < bytes.length; i++) {
    const value = pixels[channels === 3 ? i : Math.floor(i / 3)];
    if (!Number.isFinite(value)) {
      throw new TypeError(`${action}: expected finite numbers, got ${value}`);
    }
    bytes[i] = (value - low) * scale;
  }
  const isGrey = channels === 1;
  return { width, height, bytes: new Uint8Array(bytes.buffer), isGrey };
}

/** A picture as PNG, with each pixel enlarged to a square of `scale` × `scale`. */
export async function picturePng(
  { width, height, bytes }: RgbPicture,
  scale: number,
): Promise<Buffer> {
  return await enlarged(bytes, { width, height }, scale)
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** The distance between the levels of brightness in a small picture. */
const LEVEL_STEP = 255 / 15;

/**
 * A small picture as WebP, enlarged like {@linkcode picturePng}: with sixteen
 * levels of brightness, half the size of the PNG.
 */
export async function thumbnail(
  { width, height, bytes }: RgbPicture,
  scale: number,
): Promise<Buffer> {
  const levels = bytes.map((byte) =>
    Math.round(byte / LEVEL_STEP) * LEVEL_STEP
  );
  return await enlarged(levels, { width, height }, scale)
    .webp({ lossless: true })
    .toBuffer();
}

function enlarged(
  bytes: Uint8Array,
  { width, height }: { width: number; height: number },
  scale: number,
): Sharp {
  return sharp(bytes, { raw: { width, height, channels: 3 } }).resize({
    width: width * scale,
    height: height * scale,
    kernel: "nearest",
  });
}
