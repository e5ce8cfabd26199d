/** The exit code of a program stopped by Ctrl-C. */
export const STOPPED_CODE = 130; // 128 + SIGINT, the shells' convention

/**
 * Runs `work` with a signal that Ctrl-C aborts, so that it can finish cleanly;
 * a second Ctrl-C ends the program at once.
 */
export async function stoppable<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
    Deno.removeSignalListener("SIGINT", stop);
  };
  Deno.addSignalListener("SIGINT", stop);
  try {
    return await work(controller.signal);
  } finally {
    Deno.removeSignalListener("SIGINT", stop);
  }
}
