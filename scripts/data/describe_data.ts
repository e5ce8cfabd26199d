/** The data sets that the notebooks would use; as a program, it prints them. */
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

if (import.meta.main) {
  try {
    for (const [name, origin] of await describeData()) {
      console.log(`${name}: ${origin}`);
    }
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
  }
}
