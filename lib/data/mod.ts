/**
 * Data sets: readers for their files, and pictures in memory.
 *
 * @module
 */
export { type Augmentation, AugmentedDataset } from "./augmented_dataset.ts";
export { DataError } from "./data_error.ts";
export {
  FASHION_MNIST_CLASSES,
  FASHION_MNIST_FORMAT,
  type FashionMnist,
  findFashionMnist,
  loadFashionMnist,
} from "./fashion_mnist.ts";
export { firstOfEachClass } from "./first_of_each_class.ts";
export {
  normalizePixels,
  type PixelScale,
  scalePixels,
} from "./normalize_pixels.ts";
export { NormalizedDataset } from "./normalized_dataset.ts";
export { Batch, DataLoader, type DataLoaderOptions } from "./data_loader.ts";
export type { Dataset, Sample } from "./dataset.ts";
export {
  type ImportedSigns,
  importSigns,
  type OnProgress,
} from "./import_signs.ts";
export { type Splits, writeNpyPictures } from "./npy_pictures.ts";
export { readPicture } from "./read_picture.ts";
export {
  countPerClass,
  type LabelledPictures,
  type PictureFormat,
} from "./labelled_pictures.ts";
export { findSigns, SIGNS_DIR } from "./find_signs.ts";
export { loadSigns, type Signs } from "./signs.ts";
export { SIGNS_FORMAT } from "./signs_format.ts";
export { STAND_IN_NOTICE } from "./signs_stand_in.ts";
export {
  loadSheetRun,
  type SheetEpoch,
  type SheetRunName,
} from "./sheet_runs.ts";
