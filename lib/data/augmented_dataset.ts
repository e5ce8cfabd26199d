import type { Generator } from "../random/mod.ts";
import type { Dataset, Sample } from "./dataset.ts";

/** What may be done to a picture. */
export interface Augmentation {
  /** By how many pixels at most a picture is shifted along either axis. */
  maxShift: number;
  /** Whether every second picture, by chance, is mirrored left to right. */
  mirror: boolean;
  /** Where chance comes from. */
  generator: Generator;
}

/**
 * A data set whose pictures are shifted and mirrored by chance, otherwise each
 * time. Where a shifted picture leaves a gap, its border is repeated.
 */
export class AugmentedDataset implements Dataset {
  /** How many pictures there are. */
  readonly length: number;
  /** The shape of every picture. */
  readonly pictureShape: Dataset["pictureShape"];
  readonly #dataset: Dataset;
  readonly #augmentation: Augmentation;

  /** Keeps a reference to the data set, not a copy. */
  constructor(dataset: Dataset, augmentation: Augmentation) {
    this.length = dataset.length;
    this.pictureShape = dataset.pictureShape;
    this.#dataset = dataset;
    this.#augmentation = augmentation;
  }

  /** The picture at `index`, changed by chance, and its label. */
  item(index: number): Sample {
    const { maxShift, mirror, generator } = this.#augmentation;
    const shift = () => generator.random32() % (2 * maxShift + 1) - maxShift;
    const [down, right] = [shift(), shift()];
    const isMirrored = mirror && generator.random32() % 2 === 1;
    const { picture, label } = this.#dataset.item(index);
    return { picture: this.#moved(picture, down, right, isMirrored), label };
  }

  #moved(
    picture: Float32Array,
    down: number,
    right: number,
    isMirrored: boolean,
  ): Float32Array {
    const [height, width, channels] = this.pictureShape;
    const inside = (place: number, size: number) =>
      Math.min(size - 1, Math.max(0, place));
    const moved = new Float32Array(picture.length);
    for (let y = 0; y < height; y++) {
      const row = inside(y - down, height) * width;
      for (let x = 0; x < width; x++) {
        const column = inside(x - right, width);
        const from = row + (isMirrored ? width - 1 - column : column);
        for (let channel = 0; channel < channels; channel++) {
          moved[(y * width + x) * channels + channel] =
            picture[from * channels + channel];
        }
      }
    }
    return moved;
  }
}
