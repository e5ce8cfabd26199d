import { assertEquals } from "@std/assert";

const PROGRAM = `
import { stoppable } from "${
  import.meta.resolve("../../../scripts/course/train/stoppable.ts")
}";
let terms = 0;
Deno.addSignalListener("SIGTERM", () => console.log("SIGTERM", ++terms));
await stoppable((signal) => new Promise((resolve) => {
  signal.addEventListener("abort", () => console.log("stopping"));
  Deno.stdin.read(new Uint8Array(1)).then(() => resolve(!signal.aborted));
  console.log("running");
}));
`;

/**
 * Sends signals to a program, each once it has said what is expected before; the
 * `last` of what it says is waited for, too.
 */
async function statusAfter(
  signals: readonly [after: string, signal: Deno.Signal][],
  last: string,
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
  const readUntil = async (text: string) => {
    while (!said.includes(text)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`It has ended, and said only: ${said}`);
      said += value;
    }
  };
  for (const [after, signal] of signals) {
    await readUntil(after);
    child.kill(signal);
  }
  await readUntil(last);
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
      const { code } = await statusAfter(
        [["running", signal]],
        "stopping",
        true,
      );
      assertEquals(code, 130);
    }
    const insisting = await statusAfter(
      [["running", "SIGTERM"], ["SIGTERM 1", "SIGTERM"], [
        "SIGTERM 2",
        "SIGTERM",
      ]],
      "SIGTERM 3",
      true,
    );
    assertEquals(insisting.code, 130);
    const twice = await statusAfter(
      [["running", "SIGINT"], ["stopping", "SIGINT"]],
      "stopping",
      false,
    );
    assertEquals(twice.signal, "SIGINT");
  },
});
