const STOPPED_CODE = 130; // 128 + SIGINT, the shells' convention

/**
 * Runs `work` with a signal that Ctrl-C or SIGTERM aborts, so that it can keep
 * what it has reached. A second Ctrl-C ends the program at once.
 *
 * @param work Returns whether it got to its end; the program's exit code tells.
 */
export async function stoppable(
  work: (signal: AbortSignal) => Promise<boolean>,
): Promise<void> {
  const controller = new AbortController();
  const terminate = () => controller.abort();
  const interrupt = () => {
    // Before anybody can know of the first one: the second ends the program.
    Deno.removeSignalListener("SIGINT", interrupt);
    controller.abort();
  };
  const canTerminate = Deno.build.os !== "windows";
  Deno.addSignalListener("SIGINT", interrupt);
  if (canTerminate) Deno.addSignalListener("SIGTERM", terminate);
  try {
    if (!await work(controller.signal)) Deno.exitCode = STOPPED_CODE;
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
    if (canTerminate) Deno.removeSignalListener("SIGTERM", terminate);
  }
}
