/** Runs a cell in a workspace that only its owner may read, and prints what came. */
import { join } from "node:path";
import { runInSandbox } from "./run_in_sandbox.ts";

const workspace = await Deno.makeTempDir();
Deno.umask(0o077);
await Deno.mkdir(join(workspace, "lib", "own"), { recursive: true });
await Deno.writeTextFile(
  join(workspace, "deno.json"),
  JSON.stringify({ imports: { "mle/": "./lib/" }, nodeModulesDir: "manual" }),
);
await Deno.writeTextFile(
  join(workspace, "lib", "own", "mod.ts"),
  "export const answer: number = 42;",
);
await Deno.writeTextFile(join(workspace, "hidden.ts"), "");
const { end, cells } = await runInSandbox({
  cells: [{
    id: "import",
    source: `import { answer } from "mle/own/mod.ts";
console.log(answer, Deno.readTextFileSync("/proc/self/status").match(/Uid:\\s*(\\d+)/)[1],
  [...Deno.readDirSync(".")].map(({ name }) => name).sort().join());`,
  }],
  workspace,
});
await Deno.remove(workspace, { recursive: true });
console.log(JSON.stringify([end, cells[0].outputs]));
