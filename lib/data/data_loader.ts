import {
  DISPLAY,
  type Displayable,
  type MimeBundle,
  rangeOf,
  roundedText,
  shapeText,
  tableBundle,
  tableColumn,
} from "../display/mod.ts";
import { readOptions, refuseMore, requireWhole, show } from "../ops/mod.ts";
import { defaultGenerator, shuffledOrder } from "../random/mod.ts";
import { throwIfStopped } from "../stop/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import type { Dataset } from "./dataset.ts";

/** How many labels a batch shows. */
const FIRST_LABELS = 12;

/** Samples as tensors. The batch owns the tensors; disposing it frees them. */
export class Batch implements Disposable, Displayable {
  /** [batch, height, width, channels], float32. */
  readonly pictures: Tensor;
  /** [batch], int32. */
  readonly labels: Tensor;
  /** The indices of the samples in the data set. */
  readonly indices: Int32Array;

  /**
   * Stacks the samples of `dataset` at `indices`.
   *
   * @throws {RangeError} if a picture has not as many numbers as its shape says,
   * or a label is no whole number ≥ 0.
   */
  constructor(dataset: Dataset, indices: Int32Array) {
    const [height, width, channels] = dataset.pictureShape;
    const size = height * width * channels;
    const pixels = new Float32Array(indices.length * size);
    const labels = new Int32Array(indices.length);
    indices.forEach((index, i) => {
      const place = pixels.subarray(i * size, (i + 1) * size);
      const { picture, label } = dataset.item(index, place);
      if (picture.length !== size) {
        throw new RangeError(
          `Cannot batch sample ${index}: expected a picture of ${size} ` +
            `numbers, [${dataset.pictureShape.join(", ")}], got ` +
            `${picture.length}`,
        );
      }
      requireWhole(`batch sample ${index}`, "a label", label, 0);
      if (picture !== place) place.set(picture);
      labels[i] = label;
    });
    this.indices = indices;
    const shape = [indices.length, height, width, channels] as const;
    this.pictures = tf.keep(tf.tensor4d(pixels, [...shape]));
    this.labels = tf.keep(tf.tensor1d(labels, "int32"));
  }

  /** The number of samples. */
  get size(): number {
    return this.indices.length;
  }

  /**
   * What a notebook shows: the shapes, the range of the pixels and the first
   * labels.
   */
  [DISPLAY](): MimeBundle {
    const { pictures, labels, size } = this;
    const lines = [`Batch of ${size} ${size === 1 ? "sample" : "samples"}`];
    if (pictures.isDisposed) {
      lines[0] += ", disposed";
    } else {
      const pixels = rangeOf(pictures.dataSync());
      const first = labels.dataSync().subarray(0, FIRST_LABELS).join(", ");
      lines.push(
        `Pixels from ${roundedText(pixels.min)} to ${roundedText(pixels.max)}`,
        `Labels ${first}${size > FIRST_LABELS ? ", …" : ""}`,
      );
    }
    const tensors = [pictures, labels];
    return tableBundle({
      columns: [
        tableColumn("tensor", ["pictures", "labels"]),
        tableColumn("dtype", tensors.map(({ dtype }) => dtype)),
        tableColumn("shape", tensors.map(({ shape }) => shapeText(shape))),
      ],
      lines,
    });
  }

  /** Frees the tensors. */
  [Symbol.dispose](): void {
    this.pictures.dispose();
    this.labels.dispose();
  }
}

/** How a {@linkcode DataLoader} iterates over its data set. */
export interface DataLoaderOptions {
  /** Samples in a batch; the last one may be smaller. By default 1. */
  batchSize?: number;
  /** Whether each pass has its own random order; by default false. */
  shuffle?: boolean;
}

/**
 * Iterates over a data set in batches, once per `for … of` loop. Each pass
 * makes the same draws from the default generator as PyTorch's loader, shuffled
 * or not, so that the order of the samples and all later random numbers are the
 * same as PyTorch's.
 *
 * Source: as torch.utils.data.DataLoader without workers.
 *
 * @example
 * ```ts ignore
 * for (using batch of new DataLoader(dataset, { batchSize: 64 })) {
 *   model.forward(batch.pictures);
 * }
 * ```
 */
export class DataLoader implements Iterable<Batch> {
  /** The data set. */
  readonly dataset: Dataset;
  /** Samples in a batch. */
  readonly batchSize: number;
  /** Whether each pass has its own random order. */
  readonly shuffle: boolean;

  /**
   * Draws no random numbers yet; each pass does.
   *
   * @throws {TypeError} if `dataset` is none, or for an option that there is
   * not, or of a wrong kind.
   * @throws {RangeError} if the batch size is no whole number ≥ 1.
   */
  constructor(
    dataset: Dataset,
    options?: DataLoaderOptions,
    ...more: never[]
  ) {
    const action = "make DataLoader";
    if (typeof dataset?.item !== "function") {
      throw new TypeError(
        `Cannot ${action}: expected a data set, got ${show(dataset)}`,
      );
    }
    const defaults = { batchSize: 1, shuffle: false };
    const { batchSize, shuffle } = readOptions(action, defaults, options);
    requireWhole(action, "a batch size", batchSize, 1);
    refuseMore(action, more);
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.shuffle = shuffle;
  }

  /** The number of batches in a pass. */
  get length(): number {
    return Math.ceil(this.dataset.length / this.batchSize);
  }

  /**
   * Makes the random draws of a pass without reading the data, so that the next
   * draws are the same as after that pass.
   */
  skipPass(): void {
    defaultGenerator.random63(); // a base seed for workers, which we have not
    if (this.shuffle) defaultGenerator.random63(); // the order's seed
  }

  /**
   * Starts a pass. As PyTorch's loader, it draws the workers' seed now and the
   * order's with the first batch: with two loaders side by side that matters.
   */
  [Symbol.iterator](): Iterator<Batch> {
    defaultGenerator.random63(); // a base seed for workers, which we have not
    return this.#batches();
  }

  *#batches(): Generator<Batch> {
    const count = this.dataset.length;
    const order = this.shuffle
      ? shuffledOrder(count)
      : Int32Array.from({ length: count }, (_, index) => index);
    for (let start = 0; start < count; start += this.batchSize) {
      throwIfStopped(`the loop over ${count} samples has ended`);
      yield new Batch(
        this.dataset,
        order.slice(start, start + this.batchSize),
      );
    }
  }
}
