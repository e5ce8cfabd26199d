import { CommandError } from "../shared/command.ts";

/** How pip, Deno and npm report a connection that fails, the clearest first. */
const NETWORK_REASONS = [
  /Temporary failure in name resolution|Name or service not known/i,
  /nodename nor servname provided|getaddrinfo failed|dns error/i,
  /Network is unreachable|No route to host|Connection refused/i,
  /\b(EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/,
  /NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError/,
  /error sending request|Read timed out/i,
];
/** What pip's output contains if all of its attempts have failed, not just one. */
const PIP_GAVE_UP = /from versions: none|Max retries exceeded|OSError/;

/** What programs say of a disk or a quota that is full. */
const FULL = /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/i;

/** Why set-up failed, and what to do, for people. */
export function failureMessage(error: unknown): string {
  if (!(error instanceof CommandError)) {
    return error instanceof Error ? error.message : String(error);
  }
  const reason = FULL.test(error.message)
    ? "The disk or your quota is full: set-up needs 3 GB in all, and README " +
      "says where. Make room and run"
    : networkFailure(error.message) ?? "Remove the cause and run";
  return `${error.message}\n\n${reason} the same command again; what has ` +
    "been done already is kept.";
}

function networkFailure(message: string): string | undefined {
  const isPip = message.split("\n")[0].includes(" -m pip ");
  if (isPip && !PIP_GAVE_UP.test(message)) return undefined;
  const reason = NETWORK_REASONS.map((words) => words.exec(message)?.[0])
    .find((words) => words !== undefined);
  if (reason === undefined) return undefined;
  const who = isPip
    ? "pip could not reach its package index"
    : "A server could not be reached";
  return `${who}: ${reason}. Are you online? Run`;
}
