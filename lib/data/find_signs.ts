import { join } from "node:path";
import { exists } from "../io/mod.ts";

const PROJECT_DATA = join(import.meta.dirname!, "..", "..", "data");

/** The folder of the project where SIGNS is looked for and imported to. */
export const SIGNS_DIR: string = join(PROJECT_DATA, "sign_data");

/** The folder of the project where the drawn stand-in for SIGNS is kept. */
export const SIGNS_STAND_IN_DIR: string = join(
  PROJECT_DATA,
  "sign_data_stand_in",
);

/** The folder that SIGNS would be loaded from; undefined if there is only the stand-in. */
export async function findSigns(): Promise<string | undefined> {
  const userData = Deno.env.get("MLE_DATA");
  const places = userData
    ? [join(userData, "sign_data"), SIGNS_DIR]
    : [SIGNS_DIR];
  for (const place of places) {
    if (await exists(place)) return place;
  }
  return undefined;
}
