import { join } from "node:path";
import { runOrThrow } from "../shared/command.ts";
import { ROOT } from "../shared/paths.ts";
import { denoEnv } from "./deno_env.ts";
import type { Step } from "./step.ts";

/** The npm packages that deno.json names, at the versions that deno.lock holds. */
export const npmStep: Step = {
  title: "npm packages",
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
    await runOrThrow({
      program: Deno.execPath(),
      args: ["install", "--frozen"],
      cwd: ROOT,
      env: await denoEnv(),
      onLine: (line) => progress.detail(line),
    });
    return "installed";
  },
};
