import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { filesBelow } from "../scripts/shared/files_below.ts";
import { ROOT } from "../scripts/shared/paths.ts";

const read = (path: string) => Deno.readTextFile(join(ROOT, path));
const VERSION = /\bdeno(?:@|==)(\d[\w.]*\w)|\bWith Deno (\d[\w.]*\w)/g;

Deno.test("all places name the Deno of requirements.txt, which runs here", async () => {
  const pinned = /^deno==(.*)$/m.exec(await read("requirements.txt"))![1];
  assertEquals(Deno.version.deno, pinned);
  const ours = ["lib", "scripts", ".ci", ".devcontainer", ".github", ".vscode"];
  const paths = (await Promise.all(ours.map((dir) => filesBelow(ROOT, dir))))
    .flat().concat("README.md", "CONTRIBUTING.md", "SECURITY.md");
  const named: [string, string][] = [];
  for (const path of paths) {
    for (const match of (await read(path)).matchAll(VERSION)) {
      named.push([path, match[1] ?? match[2]]);
    }
  }
  assert(named.length > 5);
  assertEquals(named.filter(([, version]) => version !== pinned), []);
});
