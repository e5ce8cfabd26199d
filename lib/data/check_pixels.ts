import { DataError } from "./data_error.ts";
import type { NpyData } from "./npy_dtype.ts";
import type { PictureFormat } from "./labelled_pictures.ts";

// No photograph is this dark, let alone all of them: they have been scaled.
const DARKEST_SET = 16;
const DARKEST_PICTURE = 2;

/**
 * Checks that pixels are numbers from 0 to 255, as cameras produce them, and
 * converts them to bytes, or to float32 if they have fractions.
 *
 * @param pixels [count, height, width, channels]
 * @throws {DataError} at the first pixel that is not, or if all pixels or those
 * of one picture have been scaled or standardised
 */
export function checkPixels(
  path: string,
  pixels: NpyData,
  format: PictureFormat,
): Uint8Array | Float32Array {
  const checked = plainPixels(path, pixels);
  const maxima = maximaOf(checked, sizeOf(format));
  const max = Math.max(...maxima);
  if (checked instanceof Float32Array) checkRange(path, checked, max, format);
  const isScaled = checked.length > 0 && max <= DARKEST_SET;
  const dark = maxima.findIndex((max) => max > 0 && max <= DARKEST_PICTURE);
  if (!isScaled && dark < 0) return checked;
  const found = isScaled
    ? `none above ${max}`
    : `none above ${maxima[dark]} in picture ${dark}`;
  if (checked instanceof Uint8Array) {
    throw wrongPixels(
      path,
      `${found}: they were scaled before they were made integers`,
      "What that cut off is lost: save the pictures again, unscaled",
    );
  }
  throw wrongPixels(
    path,
    `${found}: they have been scaled already`,
    (isScaled ? max : maxima[dark]) <= 1
      ? "Multiply them by 255"
      : "Scale them back to 0 … 255",
  );
}

const sizeOf = ({ height, width, channels }: PictureFormat): number =>
  height * width * channels;

function checkRange(
  path: string,
  pixels: Float32Array,
  max: number,
  format: PictureFormat,
): void {
  let min = 0;
  for (let i = 0; i < pixels.length; i++) if (pixels[i] < min) min = pixels[i];
  if (min < 0 && max <= DARKEST_SET) {
    throw wrongPixels(
      path,
      `${min} to ${max}: they have been standardised or centred`,
      "Use the pictures as they were before that",
    );
  }
  const { height, width, channels } = format;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i];
    if (value >= 0 && value <= 255) continue; // written so that NaN fails, too
    const picture = Math.floor(i / sizeOf(format));
    const row = Math.floor(i / (width * channels)) % height;
    const column = Math.floor(i / channels) % width;
    const place = `picture ${picture}, row ${row}, column ${column}`;
    throw wrongPixels(path, `${value} in ${place}`);
  }
}

const wrongPixels = (path: string, found: string, advice?: string) =>
  new DataError(path, "pixels from 0 to 255", found, advice);

/** Bytes unchanged, whole numbers as bytes, all others as float32. */
function plainPixels(path: string, pixels: NpyData): Uint8Array | Float32Array {
  if (pixels instanceof Uint8Array) return pixels;
  const isFloat = pixels instanceof Float16Array ||
    pixels instanceof Float32Array || pixels instanceof Float64Array;
  if (isFloat) return Float32Array.from(pixels);
  const bytes = new Uint8Array(pixels.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number(pixels[i]);
    if (bytes[i] !== Number(pixels[i])) {
      throw wrongPixels(path, `${pixels[i]} at place ${i}`);
    }
  }
  return bytes;
}

/** The largest number of each picture. */
function maximaOf(pixels: Uint8Array | Float32Array, size: number): number[] {
  return Array.from({ length: pixels.length / size }, (_, picture) => {
    let max = -Infinity;
    for (let i = picture * size; i < (picture + 1) * size; i++) {
      if (pixels[i] > max) max = pixels[i];
    }
    return max;
  });
}
