import { parseSafetensors } from "mle/nn/safetensors.ts";
import type { StateDict } from "mle/nn/mod.ts";
import { ACROSS, type PlayValues } from "../play_values.ts";

/** The script before this one has them. */
declare const PLAY: PlayValues;

/** What the page has been given. */
export const VALUES: PlayValues = PLAY;

/** The bytes that a base64 text stands for. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** The float32 numbers that a base64 text stands for. */
export function numbersOf(base64: string): Float32Array<ArrayBuffer> {
  return new Float32Array(bytesOf(base64).buffer);
}

/** The weights in a safetensors file. */
export function weightsOf(base64: string): StateDict {
  return parseSafetensors(bytesOf(base64), "the weights").stateDict;
}

/** The grey pixels of the pictures in the one PNG, [count, 28, 28]. */
export async function picturesOf(
  url: string,
  count: number,
): Promise<Uint8Array> {
  const { data } = await pixelsOf(url);
  const pixels = new Uint8Array(count * 784);
  for (let i = 0; i < pixels.length; i++) {
    const [picture, y, x] = [i / 784, i % 784 / 28, i % 28].map(Math.floor);
    const row = 28 * Math.floor(picture / ACROSS) + y;
    pixels[i] = data[4 * ((row * ACROSS + picture % ACROSS) * 28 + x)];
  }
  return pixels;
}

/** A picture's pixels, red, green, blue and opacity side by side. */
async function pixelsOf(url: string): Promise<ImageData> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d")!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
}
