import { findFashionMnist, loadSigns } from "mle/data/mod.ts";

/** The data sets that the notebooks would use. */
export async function describeData(): Promise<[string, string][]> {
  const signs = await loadSigns();
  const fashionMnist = await findFashionMnist();
  return [
    ["SIGNS", signs.origin],
    ...signs.notice && !signs.standIn
      ? [["note", signs.notice] satisfies [string, string]]
      : [],
    ["Fashion-MNIST", fashionMnist ?? "nowhere: deno task data fashion-mnist"],
  ];
}
