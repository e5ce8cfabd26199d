/**
 * Changes files of a project one after the other and prints, as JSON, which of
 * its set-up's steps each change makes necessary again:
 *
 *     noticed_changes.ts PROJECT FILE...
 */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Step } from "../../scripts/setup/step.ts";

const [project, ...files] = Deno.args;
const module = join(project, "scripts", "setup", "set_up_project.ts");
const { STEPS }: { STEPS: readonly Step[] } = await import(
  pathToFileURL(module).href
);
const inputsOf = () =>
  Promise.all(STEPS.map(async (step) => JSON.stringify(await step.inputs())));

const noticed: Record<string, string[]> = {};
let before = await inputsOf();
for (const file of files) {
  const path = join(project, file);
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, "\n", { append: true });
  const after = await inputsOf();
  noticed[file] = STEPS.filter((_, i) => before[i] !== after[i])
    .map(({ title }) => title);
  before = after;
}
console.log(JSON.stringify(noticed));
