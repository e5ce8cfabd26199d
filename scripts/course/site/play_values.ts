/**
 * What the page to play with is given: numbers and files as base64, pictures as
 * data URLs.
 */
export interface PlayValues {
  /** The classifier of hands, as a safetensors file. */
  classifier: string;
  /** The autoencoder with codes of three numbers, as a safetensors file. */
  autoencoder: string;
  /** The names of the classes of clothes. */
  classes: readonly string[];
  /** Training pictures of clothes, 28 × 28, `ACROSS` in a row, as one PNG. */
  pictures: string;
  /** The class of each picture, bytes. */
  labels: string;
  /** The code of each picture, three float32 numbers. */
  codes: string;
  /** The pictures' first principal components, float32, [count, 784]. */
  components: string;
  /** The smallest error of the pictures with so many components. */
  optimum: number;
  /** Hands to try, 64 × 64, as PNG. */
  hands: readonly string[];
}

/** How many pictures stand side by side. */
export const ACROSS = 50;

/** The number of components, and of numbers in the linear autoencoder's code. */
export const COMPONENTS = 10;

/** How fast it learns in a page: faster than in the notebook, to be seen in a minute. */
export const LEARNING_RATE = 0.01;
