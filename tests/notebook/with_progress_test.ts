import { assertEquals, assertRejects } from "@std/assert";
import { withProgress } from "mle/notebook/mod.ts";

/**
 * Runs code in a process of its own, as Stop (SIGINT) would end the tests; returns what it prints,
 * or the signal that ended it.
 */
async function outcomeOf(code: string): Promise<string> {
  const { stdout, stderr, signal } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { withProgress } from "mle/notebook/mod.ts";${code}`,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const printed = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  return signal ?? printed.join("");
}

const AT_STEP_ONE = "{ epoch: 1, epochs: 1, step: 1, steps: 10 }";

Deno.test("outside a notebook the work is done, without a bar", async () => {
  const outcome = await outcomeOf(`
    const result = await withProgress("Counting", async ({ onProgress }) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await onProgress(${AT_STEP_ONE});
      return 42;
    });
    console.log(result);`);
  assertEquals(outcome, "42\n");
});

Deno.test("Stop aborts the signal of work that only awaits onProgress", async () => {
  const outcome = await outcomeOf(`
    const stopped = await withProgress("Counting", async (progress) => {
      Deno.kill(Deno.pid, "SIGINT");
      const endMs = performance.now() + 10_000;
      while (!progress.signal.aborted && performance.now() < endMs) {
        await progress.onProgress(${AT_STEP_ONE});
      }
      return progress.signal.aborted;
    });
    console.log(stopped);`);
  assertEquals(outcome, "true\n");
});

Deno.test("an error passes through", async () => {
  await assertRejects(
    () => withProgress("Failing", () => Promise.reject(new RangeError("NaN"))),
    RangeError,
    "NaN",
  );
});

// A process with a listener survives SIGINT, one without dies of it.
Deno.test("afterwards nothing listens for Stop any more, even after an error", async () => {
  const outcome = await outcomeOf(`
    await withProgress("fine", async () => {});
    await withProgress("failing", () => Promise.reject(new Error("x")))
      .catch(() => {});
    Deno.kill(Deno.pid, "SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 10_000));`);
  assertEquals(outcome, "SIGINT");
});
