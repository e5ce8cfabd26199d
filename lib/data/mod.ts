/** Data sets: readers of the files they come in, and the pictures in memory. */
export { DataError } from "./data_error.ts";
export {
  type NpyArray,
  type NpyExpectation,
  readNpy,
  writeNpy,
} from "./npy.ts";
export type { NpyData, NpyDtype } from "./npy_dtype.ts";
export type { Splits } from "./npy_pictures.ts";
export {
  countPerClass,
  type PictureFormat,
  type PictureSet,
} from "./picture_set.ts";
export {
  loadSigns,
  type LoadSignsOptions,
  type Signs,
  SIGNS_DIR,
} from "./signs.ts";
export { SIGNS_FORMAT } from "./signs_format.ts";
export { Batch, DataLoader, type DataLoaderOptions } from "./data_loader.ts";
export { type Dataset, PictureDataset, type Sample } from "./dataset.ts";
