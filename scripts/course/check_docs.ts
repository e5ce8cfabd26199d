/**
 * Checks that everything that lib's folders export is documented: part of `deno
 * task ok`.
 */
import { run } from "../shared/command.ts";
import { ROOT } from "../shared/paths.ts";
import { publicModules } from "./docs/public_modules.ts";

// We do not document other people's code; tensorflow.ts re-exports the whole of
// TensorFlow.js.
const NOT_OURS = /--> \S*(node_modules|lib\/tf\/tensorflow\.ts)/;

const modules = await publicModules();
const { output } = await run({
  program: Deno.execPath(),
  args: ["doc", "--lint", ...modules],
  cwd: ROOT,
  env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
});
const problems = output.split(/\n+(?=error\[)/)
  .filter((text) => text.startsWith("error[") && !NOT_OURS.test(text))
  .map((text) => text.replace(/\n+error: Found \d+ .*/s, ""));
for (const problem of problems) console.error(`${problem}\n`);
console.log(`${modules.length} modules, ${problems.length} problems`);
if (problems.length > 0) Deno.exit(1);
