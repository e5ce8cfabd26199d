/**
 * A set-up of small steps, for tests that interrupt it: each step makes a
 * folder of files with a program of its own, as the real ones do. The last one
 * needs the others, which run side by side.
 *
 * Arguments: the folder to work in.
 */
import { join } from "node:path";
import { setUp } from "../../scripts/setup/set_up.ts";
import type { Step } from "../../scripts/setup/step.ts";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { removeIfThere } from "../../scripts/shared/remove_if_there.ts";

export const STEPS = ["one", "two", "three"];
export const FILES_PER_STEP = 20;

if (import.meta.main) {
  const [root] = Deno.args;
  const steps: Step[] = [];
  for (const name of STEPS) steps.push(fakeStep(root, name));
  steps.at(-1)!.needs = steps.slice(0, -1);
  await setUp(steps, join(root, "lock"), () => Promise.resolve());
}

function fakeStep(root: string, name: string): Step {
  const folder = join(root, name);
  const log = (event: string) =>
    Deno.writeTextFile(join(root, "log"), `${event} ${name}\n`, {
      append: true,
    });
  return {
    title: name,
    stamp: join(folder, ".set-up"),
    inputs: () => Promise.resolve([name]),
    async make() {
      await log("start");
      await removeIfThere(folder);
      await Deno.mkdir(folder);
      // Fails when a file is there already: somebody else is at work here.
      const script = `set -eC; i=0; while [ $i -lt ${FILES_PER_STEP} ]; do
        echo ${name} > "$0/$i"; sleep 0.01; i=$((i + 1)); done`;
      await runOrThrow({ program: "sh", args: ["-c", script, folder] });
      await log("end");
      return "made";
    },
  };
}
