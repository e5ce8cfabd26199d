import { readNpyPictures, type Splits } from "./npy_pictures.ts";
import { checkSplits } from "./check_splits.ts";
import { SIGNS_FORMAT, SIGNS_PER_CLASS } from "./signs_format.ts";
import { findSigns, SIGNS_STAND_IN_DIR } from "./find_signs.ts";
import { isStandIn, loadStandIn, STAND_IN_NOTICE } from "./signs_stand_in.ts";

/** The SIGNS data set, or its stand-in. */
export interface Signs extends Splits {
  /** Where the pictures come from, in words, and whether they are a stand-in. */
  readonly origin: string;
  /** Whether these are drawn pictures, used because there are no real ones. */
  readonly standIn: boolean;
  /** What must be said beside every result that comes from these pictures. */
  readonly notice?: string;
}

/**
 * Loads SIGNS from a folder with the six `.npy` files, or else from the first of
 * `$MLE_DATA/sign_data` and the project's `data/sign_data` that is there, or
 * else the drawn stand-in.
 *
 * @throws {DataError} if a folder is there but its files are incomplete,
 * damaged or misleading, or `$MLE_DATA` does not name a folder of data sets;
 * the stand-in never takes their place
 */
export async function loadSigns(folder?: string): Promise<Signs> {
  const dir = folder ?? await findSigns();
  if (dir === undefined) {
    return asStandIn(await loadStandIn(SIGNS_STAND_IN_DIR));
  }
  const splits = await readNpyPictures(dir, SIGNS_FORMAT);
  if (await isStandIn(dir, splits)) return asStandIn(splits);
  const warnings = checkSplits(dir, splits, SIGNS_FORMAT, SIGNS_PER_CLASS);
  return {
    ...splits,
    origin: dir,
    standIn: false,
    ...warnings.length > 0 ? { notice: warnings.join("; ") } : {},
  };
}

function asStandIn(splits: Splits): Signs {
  return {
    ...splits,
    origin: STAND_IN_NOTICE,
    standIn: true,
    notice: STAND_IN_NOTICE,
  };
}
