import { DataLoader } from "mle/data/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import { rand } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's PictureDataset computes. */
export async function hiddenTests(
  PictureDataset: typeof sheet.PictureDataset,
): Promise<void> {
  await handOut((seed) => {
    const count = 5 + seed % 4;
    const shape = [3, 2 + seed % 3, 2] as const;
    const size = shape[0] * shape[1] * shape[2];
    const index = 1 + seed % (count - 1);
    const given = (length = count) => {
      const pixels = rand([length * size]).data;
      const labels = Uint8Array.from(rand([length]).data, (x) => 10 * x);
      return new PictureDataset(pixels, labels, shape);
    };
    return {
      "length": () =>
        Array.from(rand([3]).data, (x) => given(1 + Math.floor(20 * x)).length),
      "one picture": () => given().item(index).picture,
      "all labels": () =>
        Array.from({ length: count }, (_, i) => given().item(i).label),
      "shuffled batches": () => {
        const loader = new DataLoader(given(), { batchSize: 4, shuffle: true });
        return Array.from(loader, ({ pictures, labels }) => [
          pictures.dataSync(),
          labels.dataSync(),
        ]);
      },
      "kinds of picture and label": () => {
        const { picture, label } = given().item(index);
        return [
          picture instanceof Float32Array,
          picture[0],
          typeof label,
          label,
        ];
      },
      "shape and size of the last picture": () => {
        const dataset = given();
        const { picture: first } = dataset.item(0);
        const { picture } = dataset.item(count - 1);
        return [
          [...dataset.pictureShape],
          picture.length,
          picture.at(-1)!,
          first[0], // its own, also after another was asked for
        ];
      },
    };
  });
}
