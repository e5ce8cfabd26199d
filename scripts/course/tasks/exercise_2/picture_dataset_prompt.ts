// deno-lint-ignore-file no-unused-vars
import type { Dataset } from "./given.ts";
import type { Sample } from "mle/data/mod.ts";

/** Labelled pictures that lie in memory, one after the other. */
class PictureDataset implements Dataset {
  /** How many pictures there are. */
  readonly length: number;
  /** The shape of every picture: height, width, channels. */
  readonly pictureShape: Dataset["pictureShape"];

  /**
   * @param pixels [count, height, width, channels], scaled as the model wants.
   * @param labels [count]
   */
  constructor(
    pixels: Float32Array,
    labels: ArrayLike<number>,
    pictureShape: Dataset["pictureShape"],
  ) {
    // TODO: keep what item needs.
    throw new Error("PictureDataset is not implemented");
  }

  /** The picture at `index`, from 0 on, and its label. */
  item(index: number): Sample {
    // TODO: return { picture, label }.
    throw new Error("PictureDataset.item is not implemented");
  }
}
