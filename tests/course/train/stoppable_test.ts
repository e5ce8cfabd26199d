import { assertEquals } from "@std/assert";

const PROGRAM = `
import { stoppable } from "${
  import.meta.resolve("../../../scripts/course/train/stoppable.ts")
}";
await stoppable((signal) => new Promise((resolve) => {
  signal.addEventListener("abort", () => console.log("stopping"));
  Deno.stdin.read(new Uint8Array(1)).then(() => resolve(!signal.aborted));
  console.log("running");
}));
`;

/** Sends signals to a program, each once it has said what is expected before. */
async function statusAfter(
  signals: readonly [after: string, signal: Deno.Signal][],
  goesOn: boolean,
): Promise<Deno.CommandStatus> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      `data:text/typescript,${encodeURIComponent(PROGRAM)}`,
    ],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  let said = "";
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  for (const [after, signal] of signals) {
    while (!said.includes(after)) said += (await reader.read()).value;
    child.kill(signal);
  }
  while (!said.includes("stopping")) said += (await reader.read()).value;
  if (goesOn) await child.stdin.close();
  const status = await child.status;
  if (!goesOn) await child.stdin.close().catch(() => {});
  await reader.cancel();
  return status;
}

Deno.test({
  name: "Ctrl-C and SIGTERM let work end, a second Ctrl-C does not",
  ignore: Deno.build.os === "windows",
  async fn() {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const { code } = await statusAfter([["running", signal]], true);
      assertEquals(code, 130);
    }
    const insisting = await statusAfter(
      [["running", "SIGTERM"], ["stopping", "SIGTERM"], [
        "stopping",
        "SIGTERM",
      ]],
      true,
    );
    assertEquals(insisting.code, 130);
    const twice = await statusAfter(
      [["running", "SIGINT"], ["stopping", "SIGINT"]],
      false,
    );
    assertEquals(twice.signal, "SIGINT");
  },
});
