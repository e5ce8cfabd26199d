import type { Dataset, Sample } from "./dataset.ts";
import { normalizePixels, type PixelScale } from "./normalize_pixels.ts";
import type { LabelledPictures } from "./labelled_pictures.ts";

/**
 * Labelled pictures as a data set with scaled pixels. They stay as they are in
 * memory, as a rule bytes; each picture is scaled when it is asked for.
 */
export class NormalizedDataset implements Dataset {
  /** How many pictures there are. */
  readonly length: number;
  /** The shape of every picture. */
  readonly pictureShape: Dataset["pictureShape"];
  readonly #pictures: LabelledPictures;
  readonly #scale: PixelScale;

  /**
   * Keeps a reference to the pictures, not a copy.
   *
   * @param scale By default pixels become −1 … 1.
   */
  constructor(
    pictures: LabelledPictures,
    scale: PixelScale = normalizePixels,
  ) {
    this.length = pictures.count;
    this.pictureShape = [pictures.height, pictures.width, pictures.channels];
    this.#pictures = pictures;
    this.#scale = scale;
  }

  /**
   * The picture at `index`, scaled, and its label.
   *
   * @param place Where the picture is written, by default a new array.
   * @throws {RangeError} if there is no such picture.
   */
  item(index: number, place?: Float32Array): Sample {
    const { pixels, labels } = this.#pictures;
    if (!(Number.isInteger(index) && index >= 0 && index < this.length)) {
      throw new RangeError(
        `Cannot get a normalised picture: expected an index of 0 … ` +
          `${this.length - 1}, got ${index}`,
      );
    }
    const size = pixels.length / this.length;
    const picture = pixels.subarray(index * size, (index + 1) * size);
    return { picture: this.#scale(picture, place), label: labels[index] };
  }
}
