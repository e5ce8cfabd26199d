import { loadSigns } from "mle/data/mod.ts";

/** The data sets that the notebooks would use. */
export async function describeData(): Promise<[string, string][]> {
  const signs = await loadSigns();
  return [["SIGNS", signs.origin]];
}
