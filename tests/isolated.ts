/**
 * Runs a shell script where it can mount and has no network: as root of
 * namespaces of its own.
 *
 * @param args What the script knows as `$0`, `$1`, …
 */
export async function isolated(
  script: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command("unshare", {
    args: ["--user", "--map-root-user", "--mount", "--net", "--"]
      .concat(["sh", "-c", script, ...args]),
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout).trimEnd(),
    stderr: decoder.decode(stderr).trimEnd(),
  };
}

/** Whether this system does not let us make namespaces. */
export const noIsolation: boolean = await isolated("true")
  .then(({ code }) => code !== 0, () => true);
