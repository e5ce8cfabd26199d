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
  /** The sample at `index`, from 0 on. */
  item(index: number): Sample;
}
