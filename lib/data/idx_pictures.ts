import { readIdx } from "./idx.ts";
import {
  checkLabelCount,
  checkLabels,
  type LabelledPictures,
  type PictureFormat,
} from "./labelled_pictures.ts";

/**
 * Reads one-channel pictures `[count, height, width]` and labels `[count]` from
 * two IDX files, gzipped or not.
 *
 * @param sha256 The checksums that the files must have.
 * @throws {DataError} if a file is missing or damaged, or the two do not match
 */
export async function readIdxPictures(
  picturesPath: string,
  labelsPath: string,
  { height, width, classCount }: PictureFormat,
  sha256?: { readonly pictures: string; readonly labels: string },
): Promise<LabelledPictures> {
  const pictures = await readIdx(
    picturesPath,
    [null, height, width],
    sha256?.pictures,
  );
  const labels = await readIdx(labelsPath, [null], sha256?.labels);
  const count = pictures.shape[0];
  checkLabelCount(labelsPath, labels.shape[0], picturesPath, count);
  return {
    pixels: pictures.data,
    labels: checkLabels(labelsPath, labels.data, count, classCount),
    count,
    height,
    width,
    channels: 1,
  };
}
