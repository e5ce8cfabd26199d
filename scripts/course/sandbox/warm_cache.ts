import { join } from "node:path";
import { run } from "../../shared/command.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import { ROOT } from "../../shared/paths.ts";
import { treeArgs } from "./bubblewrap.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { DENO_CACHE, HOME, kernelEnv, kernelTree } from "./tree.ts";

const PROGRAM = join(import.meta.dirname!, "import_all.ts");

/**
 * Lets Deno compile the library once, under the paths that it has in a sandbox.
 * Kernels read from this cache and cannot write to it: what one submission
 * leaves there would be run by the next.
 */
export async function warmCache(bubblewrap: string): Promise<void> {
  await removeIfThere(DENO_CACHE);
  await Deno.mkdir(DENO_CACHE, { recursive: true });
  const project = ["deno.json", "lib"].flatMap((name) => [
    ...["--ro-bind", join(ROOT, name), `${HOME}/project/${name}`],
  ]);
  const env = Object.entries(kernelEnv(HOME, DEFAULT_LIMITS))
    .flatMap(([name, value]) => ["--setenv", name, value]);
  await run({
    program: bubblewrap,
    args: [
      ...["--unshare-net", "--unshare-pid", "--die-with-parent"],
      ...treeArgs(await kernelTree(), "/"),
      ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", `${HOME}/scratch`],
      ...["--bind", DENO_CACHE, `${HOME}/deno`, ...project],
      ...["--chdir", `${HOME}/project`, "--clearenv", ...env],
      ...["--ro-bind", PROGRAM, `${HOME}/project/import_all.ts`, "--"],
      ...[`${HOME}/bin/deno`, "run", "-A", "import_all.ts"],
    ],
  });
}
