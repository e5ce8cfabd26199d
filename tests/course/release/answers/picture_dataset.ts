import type { Dataset, Sample } from "mle/data/mod.ts";

export class PictureDataset implements Dataset {
  readonly length: number;
  readonly pictureShape: Dataset["pictureShape"];
  readonly samples: Sample[] = [];

  constructor(
    pixels: Float32Array,
    labels: ArrayLike<number>,
    pictureShape: Dataset["pictureShape"],
  ) {
    this.length = labels.length;
    this.pictureShape = pictureShape;
    const size = pictureShape[0] * pictureShape[1] * pictureShape[2];
    for (let i = 0; i < labels.length; i++) {
      const picture = pixels.slice(i * size, (i + 1) * size);
      this.samples.push({ picture, label: labels[i] });
    }
  }

  item(index: number): Sample {
    return this.samples[index];
  }
}
