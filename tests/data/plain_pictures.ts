import type { LabelledPictures } from "mle/data/labelled_pictures.ts";

/**
 * A small set of pictures of one colour each, which tells picture and label: red
 * is i mod 256 in picture i.
 */
export function plainPictures(
  labels: readonly number[],
  size = 64,
): LabelledPictures {
  const count = labels.length;
  const length = size * size * 3;
  const pixels = new Uint8Array(count * length);
  for (let i = 0; i < count; i++) {
    for (let at = i * length; at < (i + 1) * length; at += 3) {
      pixels.set([i % 256, 200 + labels[i], 100 + Math.floor(i / 256)], at);
    }
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
