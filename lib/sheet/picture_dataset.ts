import type { Dataset, Sample } from "../data/mod.ts";

/** Labelled pictures in memory. */
export class PictureDataset implements Dataset {
  /** How many pictures there are. */
  readonly length: number;
  /** The shape of every picture. */
  readonly pictureShape: Dataset["pictureShape"];
  readonly #pixels: Float32Array;
  readonly #labels: ArrayLike<number>;
  readonly #pictureSize: number;

  /**
   * Keeps references to the arrays, not copies.
   *
   * @param pixels [count, height, width, channels], scaled as the model
   * expects.
   * @param labels [count]
   * @throws {TypeError} if there are not as many pictures as labels.
   */
  constructor(
    pixels: Float32Array,
    labels: ArrayLike<number>,
    pictureShape: Dataset["pictureShape"],
  ) {
    const [height, width, channels] = pictureShape;
    this.#pictureSize = height * width * channels;
    if (pixels.length !== labels.length * this.#pictureSize) {
      throw new TypeError(
        `Cannot make a data set of ${labels.length} labels: expected ` +
          `${labels.length} pictures of [${
            pictureShape.join(", ")
          }], that is ` +
          `${labels.length * this.#pictureSize} pixels, got ${pixels.length}`,
      );
    }
    this.length = labels.length;
    this.pictureShape = pictureShape;
    this.#pixels = pixels;
    this.#labels = labels;
  }

  /**
   * The picture at `index`, a view that shares memory, and its label.
   *
   * @throws {RangeError} if there is no such picture.
   */
  item(index: number): Sample {
    if (!(Number.isInteger(index) && index >= 0 && index < this.length)) {
      throw new RangeError(
        `Cannot get a sample: expected an index of 0 … ${this.length - 1}, ` +
          `got ${index}`,
      );
    }
    const start = index * this.#pictureSize;
    return {
      picture: this.#pixels.subarray(start, start + this.#pictureSize),
      label: this.#labels[index],
    };
  }
}
