import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { failureMessage } from "../../scripts/setup/failure_message.ts";
import { CommandError, runOrThrow } from "../../scripts/shared/command.ts";
import { venvProgram } from "../../scripts/shared/paths.ts";
import { freePort } from "./free_port.ts";

const KEPT = "the same command again; what has been done already is kept.";

/** The last words about a program that fails with this output. */
async function lastWords(output: string, ...args: string[]): Promise<string> {
  const error = await assertRejects(
    () =>
      runOrThrow({
        program: "sh",
        args: ["-c", 'printf "%s\\n" "$OUTPUT"; exit 1', ...args],
        env: { OUTPUT: output },
      }),
    CommandError,
  );
  return failureMessage(error).split("\n").at(-1)!;
}

Deno.test("the last words of a set-up without a network name the network: pip's own", async () => {
  const index = `http://127.0.0.1:${freePort()}/simple`;
  const error = await assertRejects(
    () =>
      runOrThrow({
        program: venvProgram("python"),
        args: ["-m", "pip", "install", "--isolated", "--retries=1"]
          .concat(["--index-url", index, "no-such-package==1"]),
      }),
    CommandError,
  );
  assertEquals(
    failureMessage(error).split("\n").at(-1),
    "pip could not reach its package index: Connection refused. " +
      `Are you online? Run ${KEPT}`,
  );
});

Deno.test("the last words name what npm and Deno say of the network", async () => {
  for (
    const [output, reason] of [
      ["npm error code EAI_AGAIN", "EAI_AGAIN"],
      ["getaddrinfo ENOTFOUND some.where", "ENOTFOUND"],
      ["client error (Connect): dns error: failed to lookup", "dns error"],
    ]
  ) {
    assertEquals(
      await lastWords(output),
      `A server could not be reached: ${reason}. Are you online? Run ${KEPT}`,
    );
  }
});

Deno.test("a full disk or quota is named, whoever ran into it", async () => {
  for (
    const output of [
      "OSError: [Errno 122] Disk quota exceeded",
      "fatal error: error writing to /tmp/x.s: No space left on device",
      "npm error code ENOSPC",
    ]
  ) {
    const said = await lastWords(output, "python", "-m", "pip", "install");
    assertStringIncludes(said, "The disk or your quota is full");
    assertStringIncludes(said, `Make room and run ${KEPT}`);
  }
});

Deno.test("what has nothing to do with the network is not blamed on it", async () => {
  const other = `Remove the cause and run ${KEPT}`;
  assertEquals(await lastWords("The lockfile is out of date"), other);
  // pip connected at its second attempt.
  const mismatch = "WARNING: Retrying after NewConnectionError\n" +
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES";
  assertEquals(await lastWords(mismatch, "python", "-m", "pip", "x"), other);
  assertStringIncludes(failureMessage(new Error("no compiler")), "no compiler");
});
