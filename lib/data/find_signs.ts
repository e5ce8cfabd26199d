import { join } from "node:path";
import { clearLeftOvers, exists } from "../io/mod.ts";
import { USER_DATA_SETS, userDataFolder } from "./user_data.ts";

const PROJECT_DATA = join(import.meta.dirname!, "..", "..", "data");

/** The project's folder for SIGNS. */
export const SIGNS_DIR: string = join(PROJECT_DATA, "sign_data");

/** The project's folder for the drawn stand-in for SIGNS. */
export const SIGNS_STAND_IN_DIR: string = join(
  PROJECT_DATA,
  "sign_data_stand_in",
);

/**
 * The folder from which SIGNS would be loaded; undefined if there is only the
 * stand-in, or `$MLE_STAND_IN` is set.
 *
 * @throws {DataError} if `$MLE_DATA` does not name a folder of data sets
 */
export async function findSigns(): Promise<string | undefined> {
  if (Deno.env.get("MLE_STAND_IN")) return undefined;
  const userData = await userDataFolder();
  const places = userData
    ? [join(userData, USER_DATA_SETS.signs), SIGNS_DIR]
    : [SIGNS_DIR];
  for (const place of places) {
    if (await exists(place)) return place;
  }
  // A process that was replacing it may have been killed between two renames.
  await clearLeftOvers(SIGNS_DIR);
  return await exists(SIGNS_DIR) ? SIGNS_DIR : undefined;
}
