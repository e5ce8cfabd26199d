import type { Dataset, Sample } from "./dataset.ts";
import { normalizePixels } from "./normalize_pixels.ts";
import type { PictureSet } from "./picture_set.ts";

/** A set's pictures with pixels of −1 … 1, each normalised when it is asked for. */
export class NormalizedPictures implements Dataset {
  /** How many pictures there are. */
  readonly length: number;
  /** The shape of every picture. */
  readonly pictureShape: Dataset["pictureShape"];
  readonly #set: PictureSet;

  /** Keeps the set, not a copy of it. */
  constructor(set: PictureSet) {
    this.length = set.count;
    this.pictureShape = [set.height, set.width, set.channels];
    this.#set = set;
  }

  /**
   * The picture at `index`, normalised, and its label.
   *
   * @throws {RangeError} if there is no such picture.
   */
  item(index: number): Sample {
    const { pixels, labels } = this.#set;
    if (!(Number.isInteger(index) && index >= 0 && index < this.length)) {
      throw new RangeError(
        `Cannot get a normalised picture: expected an index of 0 … ` +
          `${this.length - 1}, got ${index}`,
      );
    }
    const size = pixels.length / this.length;
    const picture = pixels.subarray(index * size, (index + 1) * size);
    return { picture: normalizePixels(picture), label: labels[index] };
  }
}
