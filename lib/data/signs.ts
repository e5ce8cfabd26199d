import { join } from "node:path";
import { readNpyPictures, type Splits } from "./npy_pictures.ts";
import { SIGNS_FORMAT } from "./signs_format.ts";
import { isThere } from "./is_there.ts";
import { isStandIn, loadStandIn, STAND_IN_NOTICE } from "./signs_stand_in.ts";

const PROJECT_DATA = join(import.meta.dirname!, "..", "..", "data");

/** The folder of the project where SIGNS is looked for and imported to. */
export const SIGNS_DIR: string = join(PROJECT_DATA, "sign_data");

/** The folder of the project where the drawn stand-in for SIGNS is kept. */
export const SIGNS_STAND_IN_DIR: string = join(
  PROJECT_DATA,
  "sign_data_stand_in",
);

/** The SIGNS data set, or what stands in for it. */
export interface Signs extends Splits {
  /** Where the pictures come from, for people; says so if they are a stand-in. */
  readonly origin: string;
  /** Whether these are drawn pictures because there are no real ones. */
  readonly standIn: boolean;
}

/** Where to look for SIGNS. */
export interface LoadSignsOptions {
  /** A folder with the six `.npy` files, instead of the usual places. */
  readonly dir?: string;
}

/**
 * Loads SIGNS from `dir`, or else from the first of `$MLE_DATA/sign_data` and the
 * project's `data/sign_data` that is there, or else the drawn stand-in.
 *
 * @throws {DataError} if a folder is there but its files are incomplete or
 * damaged; the stand-in never takes their place
 */
export async function loadSigns(
  options: LoadSignsOptions = {},
): Promise<Signs> {
  const dir = options.dir ?? await findSigns();
  if (dir === undefined) {
    return asStandIn(await loadStandIn(SIGNS_STAND_IN_DIR));
  }
  const splits = await readNpyPictures(dir, SIGNS_FORMAT);
  if (await isStandIn(dir)) return asStandIn(splits);
  return { ...splits, origin: dir, standIn: false };
}

function asStandIn(splits: Splits): Signs {
  return { ...splits, origin: STAND_IN_NOTICE, standIn: true };
}

/** The folder that SIGNS would be loaded from; undefined if there is only the stand-in. */
export async function findSigns(): Promise<string | undefined> {
  const userData = Deno.env.get("MLE_DATA");
  const places = userData
    ? [join(userData, "sign_data"), SIGNS_DIR]
    : [SIGNS_DIR];
  for (const place of places) {
    if (await isThere(place)) return place;
  }
  return undefined;
}
