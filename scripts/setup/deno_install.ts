import { CommandError, runOrThrow } from "../shared/command.ts";
import { ROOT } from "../shared/paths.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { denoEnv } from "./deno_env.ts";

const ATTEMPTS = 4;
const NETWORK_ERROR = /error sending request|error decoding response body/;

/** How `deno install` is run, where that is not as usual. */
export interface DenoInstallOptions {
  /** The program, Deno itself unless given. */
  program?: string;
  /** How long to wait after a network error, in ms; then twice as long. */
  pauseMs?: number;
}

/**
 * Installs the npm packages that deno.lock names. Deno gives up at the first
 * connection that fails, but keeps what it has downloaded, so it is run again.
 *
 * @throws {CommandError} if the network fails time and again, or on any other error
 */
export async function denoInstall(
  args: string[],
  progress: ProgressLine,
  { program = Deno.execPath(), pauseMs = 2000 }: DenoInstallOptions = {},
): Promise<void> {
  const command = {
    program,
    args: ["install", "--frozen", ...args],
    cwd: ROOT,
    env: await denoEnv(),
    onLine: (line: string) => progress.detail(line),
  };
  for (let attempt = 1;; attempt++) {
    try {
      await runOrThrow(command);
      return;
    } catch (error) {
      const isNetwork = error instanceof CommandError &&
        NETWORK_ERROR.test(error.message);
      if (!isNetwork || attempt === ATTEMPTS) throw error;
      progress.detail(`the network failed, attempt ${attempt + 1} follows`);
      await new Promise((go) => setTimeout(go, pauseMs * 2 ** (attempt - 1)));
    }
  }
}
