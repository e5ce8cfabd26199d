/** A picture with its class. */
export interface Sample {
  /** [height, width, channels], in row-major order. */
  readonly picture: Float32Array;
  /** The class, from 0 on. */
  readonly label: number;
}

/**
 * Labelled pictures that are accessed one by one.
 *
 * Source: as torch.utils.data.Dataset.
 */
export interface Dataset {
  /** How many samples there are. */
  readonly length: number;
  /** The shape of every picture. */
  readonly pictureShape: readonly [
    height: number,
    width: number,
    channels: number,
  ];
  /**
   * The sample at `index`, from 0 on.
   *
   * @param place An array of a picture's size, whose content is of no use. A data
   * set that has to make pictures may write this one there, and return `place` in
   * the sample.
   */
  item(index: number, place?: Float32Array): Sample;
}
