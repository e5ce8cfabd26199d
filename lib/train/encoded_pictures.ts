/** The codes of a data set's pictures, and what is on these. */
export interface EncodedPictures {
  /** [count, latentDim], row by row. */
  codes: Float32Array;
  /** The class of each picture, [count]. */
  labels: Int32Array;
}
