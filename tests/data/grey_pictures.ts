import type { PictureSet } from "mle/data/picture_set.ts";

/** A small set of colour pictures: picture i is one grey, i mod 256, throughout. */
export function greyPictures(labels: readonly number[], size = 64): PictureSet {
  const count = labels.length;
  const length = size * size * 3;
  const pixels = new Uint8Array(count * length);
  for (let i = 0; i < count; i++) {
    pixels.fill(i % 256, i * length, (i + 1) * length);
  }
  return {
    pixels,
    labels: Uint8Array.from(labels),
    count,
    height: size,
    width: size,
    channels: 3,
  };
}

/** `perClass` labels of each of six classes, one class after another. */
export function labelsPerClass(perClass: number): number[] {
  return Array.from(
    { length: 6 * perClass },
    (_, i) => Math.floor(i / perClass),
  );
}
