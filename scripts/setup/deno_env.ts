import { join } from "node:path";
import { runOrThrow } from "../shared/command.ts";
import { BUILD } from "../shared/paths.ts";

/** Where Deno keeps its downloads if it cannot write its own cache. */
export const OWN_DENO_CACHE: string = join(BUILD, "deno-cache");

/**
 * The environment in which Deno installs packages: it keeps downloads in its
 * own cache, or within the project if that cannot be written, and trusts the
 * certificates that the system trusts, since some networks intercept TLS.
 */
export async function denoEnv(): Promise<Record<string, string>> {
  const plain = {
    NO_COLOR: "1",
    RUST_BACKTRACE: "0",
    DENO_TLS_CA_STORE: Deno.env.get("DENO_TLS_CA_STORE") ?? "mozilla,system",
  };
  const { stdout } = await runOrThrow({
    program: Deno.execPath(),
    args: ["info", "--json"],
    env: plain,
  });
  const { denoDir }: { denoDir: string } = JSON.parse(stdout);
  return await isWritable(denoDir)
    ? plain
    : { ...plain, DENO_DIR: OWN_DENO_CACHE };
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: folder }));
    return true;
  } catch {
    return false;
  }
}
