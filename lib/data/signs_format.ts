import type { PictureFormat } from "./labelled_pictures.ts";

/** SIGNS: colour pictures of hands that show the numbers zero to five. */
export const SIGNS_FORMAT: PictureFormat = {
  height: 64,
  width: 64,
  channels: 3,
  classCount: 6,
};

/** The number of pictures of each class in SIGNS: 960, 120 and 120 in all. */
export const SIGNS_PER_CLASS = { train: 160, val: 20, test: 20 };
