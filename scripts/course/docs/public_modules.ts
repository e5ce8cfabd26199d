import { namesIn } from "mle/io/mod.ts";
import { join } from "node:path";
import { ROOT } from "../../shared/paths.ts";

/** The modules from which the library's folders export their public names. */
export async function publicModules(): Promise<string[]> {
  return (await namesIn(join(ROOT, "lib")))!
    .map((folder) => join("lib", folder, "mod.ts"));
}
