import { greySet, RisingAutoencoder } from "mle/checks/mod.ts";
import { DataLoader } from "mle/data/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import { rand } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's encodePictures computes. */
export async function hiddenTests(
  encodePictures: typeof sheet.encodePictures,
): Promise<void> {
  await handOut((seed) => {
    const count = 9 + seed % 5;
    const encoded = (shuffle: boolean) => {
      const pixels = rand([3 * count]).data;
      const pictures = Array.from(
        { length: count },
        (_, i) =>
          [pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]] as const,
      );
      const labels = Array.from(rand([count]).data, (x) => Math.floor(10 * x));
      const dataset = greySet(pictures, labels);
      return encodePictures(
        new RisingAutoencoder().train(),
        new DataLoader(dataset, { batchSize: 4, shuffle }),
      );
    };
    return {
      "codes of pictures in order": () => encoded(false).codes,
      "labels of pictures in order": () => encoded(false).labels,
      "codes of a loader that shuffles, each with its label": () => {
        const { codes, labels } = encoded(true);
        return Array.from(labels, (label, i) => [
          codes[2 * i],
          codes[2 * i + 1],
          label,
        ]).sort(([a], [b]) => a - b);
      },
    };
  });
}
