import { join } from "node:path";
// Not from mod.ts, which loads TensorFlow: set-up runs before that is
// installed.
import { SIGNS_STAND_IN_DIR } from "mle/data/find_signs.ts";
import { namesIn } from "mle/io/mod.ts";
import { run } from "../shared/command.ts";
import { BUILD, ROOT } from "../shared/paths.ts";
import { addonStep } from "./addon_step.ts";
import { fashionMnistStep } from "./fashion_mnist_step.ts";
import type { Step } from "./step.ts";

/**
 * Looks for the data sets, so that people see what the notebooks will use; the
 * stand-in for missing data is drawn now. Damaged data do not stop set-up,
 * because the tasks that repair them depend on it.
 */
export const dataStep: Step = {
  title: "Data",
  needs: [addonStep, fashionMnistStep],
  makes: [SIGNS_STAND_IN_DIR],
  stamp: join(BUILD, "data.set-up"),

  async inputs() {
    const places = [Deno.env.get("MLE_DATA"), join(ROOT, "data")]
      .filter((place) => place !== undefined)
      .map((place) => join(place, "sign_data"));
    return [
      `MLE_DATA=${Deno.env.get("MLE_DATA") ?? ""}`,
      ...(await Promise.all(places.map(listing))).flat(),
    ];
  },

  async make(progress) {
    const { code, stdout } = await run({
      program: Deno.execPath(),
      args: ["run", "-A", join(ROOT, "scripts", "data", "describe_data.ts")],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      onLine: (line) => progress.detail(line),
    });
    return code === 0 ? stdout : "not usable, see deno task doctor";
  },
};

async function listing(folder: string): Promise<string[]> {
  const paths = (await namesIn(folder) ?? []).map((name) => join(folder, name));
  return await Promise.all(paths.map(async (path) => {
    const { size, mtime } = await Deno.stat(path);
    return `${path} ${size} ${mtime?.getTime()}`;
  }));
}
