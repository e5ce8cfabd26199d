import { join } from "node:path";
import { ROOT } from "../../scripts/shared/paths.ts";

/** A running `deno task lab`. */
export interface LabServer extends AsyncDisposable {
  /** Where it is opened, token included. */
  readonly url: URL;
  /** What the task itself says, before JupyterLab does. */
  readonly said: Promise<string>;
  /** Asks it to end, and waits until it has; returns its exit code. */
  end(): Promise<number>;
}

/** Starts `deno task lab` on a free port and waits until it listens. */
export async function startLab(
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<LabServer> {
  const lab = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", join(ROOT, "scripts", "lab.ts")]
      .concat(["--no-browser", "--port", "0", "--"], args),
    env,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = new Response(lab.stdout).text();
  const { url, rest } = await addressOf(lab.stderr);
  let ended: Promise<number> | undefined;
  const end = async () => {
    lab.kill("SIGTERM");
    await rest;
    return (await lab.status).code;
  };
  return {
    url,
    said,
    end: () => ended ??= end(),
    async [Symbol.asyncDispose]() {
      await (ended ??= end());
    },
  };
}

/** The address that JupyterLab prints, and what reads on until its end. */
async function addressOf(
  stderr: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<{ url: URL; rest: Promise<void> }> {
  const reader = stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`JupyterLab did not start:\n${text}`);
    text += value;
    const found = /http:\/\/127\.0\.0\.1:\d+\/\S*\?token=\w+/.exec(text);
    if (!found) continue;
    const readOn = async () => {
      while (!(await reader.read()).done);
    };
    const rest = readOn();
    const url = new URL(found[0]);
    await listening(url);
    return { url, rest };
  }
}

/** It says where before it listens. */
async function listening(url: URL): Promise<void> {
  for (let left = 600; left > 0; left--) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing answers at ${url}`);
}
