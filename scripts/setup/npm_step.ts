import { join } from "node:path";
import { ROOT } from "../shared/paths.ts";
import { OWN_DENO_CACHE } from "./deno_env.ts";
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

  async make(progress) {
    await denoInstall([], progress);
    return "installed";
  },
};
