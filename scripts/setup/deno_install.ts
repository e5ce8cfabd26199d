import { CommandError, runOrThrow } from "../shared/command.ts";
import { ROOT } from "../shared/paths.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { denoEnv } from "./deno_env.ts";

const ATTEMPTS = 4;
const NETWORK_ERROR = /error sending request|error decoding response body/;

/** Options of `deno install` that differ from the usual ones. */
export interface DenoInstallOptions {
  /** The program, by default Deno itself. */
  program?: string;
  /** How long to wait after the first network error, in ms; doubles each time. */
  pauseMs?: number;
}

/**
 * Installs the npm packages in deno.lock. Deno gives up at the first connection
 * that fails but keeps what it has downloaded, so it is run again.
 *
 * @throws {CommandError} if the network keeps failing, or on any other error
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
