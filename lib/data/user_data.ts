import { basename, dirname, join } from "node:path";
import { exists, namesIn } from "../io/mod.ts";
import { DataError } from "./data_error.ts";

const VARIABLE = "MLE_DATA";

/** The data sets that the folder named by `$MLE_DATA` may hold. */
export const USER_DATA_SETS = {
  signs: "sign_data",
  fashionMnist: "fashion-mnist",
} as const;

/**
 * The folder named by `$MLE_DATA`; undefined if the variable is not set.
 *
 * @throws {DataError} if there is no such folder, or it holds none of the data
 * sets, and so cannot be the intended one
 */
export async function userDataFolder(): Promise<string | undefined> {
  const folder = Deno.env.get(VARIABLE);
  if (!folder) return undefined;
  const names = await namesIn(folder);
  const sets: readonly string[] = Object.values(USER_DATA_SETS);
  if (names?.some((name) => sets.includes(name))) return folder;
  throw new DataError(
    folder,
    `the folder that ${VARIABLE} names, with ${sets.join(" or ")} in it`,
    names === undefined
      ? await exists(folder) ? "a file" : "nothing: it does not exist"
      : names.length === 0
      ? "an empty one"
      : `one with ${names.slice(0, 3).join(", ")}${
        names.length > 3 ? ", …" : ""
      }`,
    await advice(folder, sets),
  );
}

async function advice(
  folder: string,
  sets: readonly string[],
): Promise<string> {
  if (sets.includes(basename(folder))) {
    return `Set ${VARIABLE}=${dirname(folder)}`;
  }
  for (const below of ["data", ...await namesIn(folder) ?? []]) {
    const names = await namesIn(join(folder, below));
    if (names?.some((name) => sets.includes(name))) {
      return `Set ${VARIABLE}=${join(folder, below)}`;
    }
  }
  return `Correct ${VARIABLE}, or unset it: then the project's own data are used`;
}
