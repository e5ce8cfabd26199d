import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { ROOT } from "../shared/paths.ts";
import { OWN_DENO_CACHE } from "./deno_env.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import { denoInstall } from "./deno_install.ts";
import type { Step } from "./step.ts";

/** The npm packages in deno.json, at the versions in deno.lock. */
export const npmStep: Step = {
  title: "npm packages",
  makes: [join(ROOT, "node_modules"), OWN_DENO_CACHE],
  stamp: join(ROOT, "node_modules", ".set-up"),

  async inputs() {
    const config = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
    return [
      Deno.version.deno,
      JSON.stringify(config.imports),
      await Deno.readTextFile(join(ROOT, "deno.lock")),
    ];
  },

  /** The folders of imported packages that are not there. */
  async damage() {
    const { imports } = JSON.parse(
      await Deno.readTextFile(join(ROOT, "deno.json")),
    );
    const folders = Object.values<string>(imports)
      .map((address) => /^npm:((@[^/]+\/)?[^@/]+)@/.exec(address)?.[1])
      .filter((name) => name !== undefined)
      .map((name) => join(ROOT, "node_modules", name));
    const there = await Promise.all(
      folders.map((folder) => exists(join(folder, "package.json"))),
    );
    return folders.filter((_, i) => !there[i]);
  },

  async make(progress) {
    // By its own record Deno would take for installed what was removed.
    await removeIfThere(
      join(ROOT, "node_modules", ".deno", ".setup-cache.bin"),
    );
    await denoInstall([], progress);
    return "installed";
  },
};
