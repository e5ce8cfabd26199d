/** What the system says of a failure, in its own words, without path and number. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ \(os error \d+\).*$/s, "").split("\n")[0];
}

/** What to say when `path` cannot be written: which file it was, why, and what to do. */
export function cannotWrite(path: string, error: unknown): Error {
  const reason = reasonOf(error);
  const advice = /no space left|quota exceeded/i.test(reason)
    ? ". Make room there, then start again"
    : error instanceof Deno.errors.PermissionDenied
    ? ". Take a folder that you may write to, or ask its owner"
    : "";
  return new Error(`Cannot write ${path}: ${reason}${advice}`, {
    cause: error,
  });
}
