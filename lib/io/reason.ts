/** The system's own words for a failure, without path and error number. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ \(os error \d+\).*$/s, "").split("\n")[0];
}

/**
 * The error for a `path` that cannot be written: it names the file, the reason
 * and what to do.
 */
export function cannotWrite(path: string, error: unknown): Error {
  const reason = reasonOf(error);
  const advice = /no space left|quota exceeded/i.test(reason)
    ? ". Make room there, then start again"
    : error instanceof Deno.errors.PermissionDenied
    ? ". Choose a folder that you may write to, or ask its owner"
    : error instanceof Deno.errors.AlreadyExists
    ? ". Choose another name, or move away what is there"
    : "";
  return new Error(`Cannot write ${path}: ${reason}${advice}`, {
    cause: error,
  });
}
