import { join } from "node:path";
import { textIn, writeFileAtomically } from "mle/io/mod.ts";
import { BUILD } from "./paths.ts";
import { removeIfThere } from "./remove_if_there.ts";

const FILE = join(BUILD, "installed-packages");

/** The system packages that we have installed. */
export async function installedPackages(): Promise<string[]> {
  return (await textIn(FILE) ?? "").split("\n").filter((name) => name);
}

/** Remembers that we have installed a package. */
export async function rememberPackage(name: string): Promise<void> {
  const names = new Set([...await installedPackages(), name]);
  await Deno.mkdir(BUILD, { recursive: true });
  await writeFileAtomically(FILE, [...names].map((it) => `${it}\n`).join(""));
}

/** Forgets them, once they are removed. */
export async function forgetPackages(): Promise<void> {
  await removeIfThere(FILE);
}
