import { dirname, join } from "node:path";
// Not from mod.ts: set-up looks for these before any packages are installed.
import { findFashionMnist } from "mle/data/fashion_mnist.ts";
import { findSigns, SIGNS_STAND_IN_DIR } from "mle/data/find_signs.ts";
import { exists } from "mle/io/mod.ts";
import { ROOT, TENSORFLOW, venvProgram } from "../../shared/paths.ts";
import type { Limits } from "./protocol.ts";

/** The folder inside the sandbox that contains everything of ours. */
export const HOME = "/mle";

/**
 * The parts of a workspace that a kernel sees: the driver copies these and
 * nothing else.
 */
export const WORKSPACE = ["deno.json", "lib", "data/sheet"] as const;

/** What a kernel sees of the file system, read-only; paths are as seen inside. */
export interface Tree {
  folders: string[];
  links: { at: string; to: string }[];
  binds: { from: string; at: string }[];
  /** Folders whose contents are hidden. */
  hidden: string[];
}

/**
 * What a kernel sees besides its project, which the driver copies.
 *
 * @param hidden Files and folders that it does not see; it never sees the
 * course's own.
 */
export async function kernelTree(
  hidden: readonly string[] = [],
): Promise<Tree> {
  const system = await systemTree();
  const files = [
    { from: venvProgram("deno"), at: `${HOME}/bin/deno` },
    ...await sharedFolders(HOME),
  ];
  return {
    // Parent folders made implicitly would not be accessible to others.
    folders: ["proc", "dev", "etc"].map((name) => `/${name}`)
      .concat(["bin", "data", "deno", "project/data", "scratch"]
        .map((name) => `${HOME}/${name}`)),
    links: [
      ...system.links,
      { at: "/tmp", to: `${HOME}/scratch` },
      { at: `${HOME}/project/build`, to: `${HOME}/scratch/build` },
    ],
    binds: [...system.binds, ...files],
    hidden: await withinSystem([ROOT, ...hidden], system.binds),
  };
}

/**
 * The parts of the project and its data that all kernels share, and their
 * places in `home`.
 */
export async function sharedFolders(home: string): Promise<Tree["binds"]> {
  const folders: [string | undefined, string][] = [
    [join(ROOT, "node_modules"), "project/node_modules"],
    [TENSORFLOW, "tensorflow"],
    [await findSigns() ?? SIGNS_STAND_IN_DIR, "data/sign_data"],
    [await findFashionMnist(), "data/fashion-mnist"],
  ];
  const binds: Tree["binds"] = [];
  for (const [from, at] of folders) {
    if (from !== undefined && await exists(from)) {
      binds.push({ from: await Deno.realPath(from), at: join(home, at) });
    }
  }
  return binds;
}

/**
 * The folders to hide so that some paths are hidden: those within system
 * folders.
 */
async function withinSystem(
  paths: readonly string[],
  binds: Tree["binds"],
): Promise<string[]> {
  const folders: string[] = [];
  for (const path of paths) {
    if (!await exists(path)) continue;
    const real = await Deno.realPath(path);
    const { isDirectory } = await Deno.stat(real);
    const folder = isDirectory ? real : dirname(real);
    if (binds.some(({ from }) => folder.startsWith(`${from}/`))) {
      folders.push(folder);
    }
  }
  return folders;
}

/** The system's programs and libraries, without its settings. */
async function systemTree(): Promise<Pick<Tree, "links" | "binds">> {
  const links: Tree["links"] = [];
  const binds: Tree["binds"] = [];
  for (const name of ["usr", "bin", "lib", "lib32", "lib64", "libx32"]) {
    const at = `/${name}`;
    if (!await exists(at)) continue;
    const { isSymlink } = await Deno.lstat(at);
    if (isSymlink) links.push({ at, to: await Deno.readLink(at) });
    else binds.push({ from: at, at });
  }
  const libraries = "/etc/ld.so.cache"; // where they lie
  if (await exists(libraries)) binds.push({ from: libraries, at: libraries });
  return { links, binds };
}

/** The kernel's environment. */
export function kernelEnv(
  home: string,
  limits: Limits,
): Record<string, string> {
  const ownOps = Deno.env.get("MLE_OWN_OPS"); // which kernels of ours
  const heapMib = Math.floor(limits.memoryBytes / 2 ** 21);
  return {
    HOME: `${home}/scratch`,
    TMPDIR: `${home}/scratch`,
    PATH: "/usr/bin:/bin",
    LANG: "C.UTF-8",
    LD_LIBRARY_PATH: `${home}/tensorflow`,
    MLE_DATA: `${home}/data`,
    DENO_DIR: `${home}/deno`,
    DENO_V8_FLAGS: `--max-old-space-size=${heapMib},--expose-gc-as=mleCollect`,
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
    ...ownOps === undefined ? {} : { MLE_OWN_OPS: ownOps },
    TF_CPP_MIN_LOG_LEVEL: "2",
  };
}

/** The command that starts the kernel itself. */
export function kernelCommand(deno: string, connectionFile: string): string[] {
  return [deno, "jupyter", "--kernel", "--conn", connectionFile];
}
