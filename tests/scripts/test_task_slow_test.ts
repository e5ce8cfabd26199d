import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../../scripts/shared/paths.ts";

const TEST = join(ROOT, "scripts", "course", "test.ts");

/** Runs the tests' program on one test file; gives its exit code and last line. */
async function runTests(
  code: string,
  options: string[] = [],
): Promise<[number, string]> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(join(folder, "x_test.ts"), code);
  const result = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", TEST, ...options, folder],
    env: { MLE_FULL: "" },
    stderr: "null",
  }).output();
  await Deno.remove(folder, { recursive: true });
  const lines = new TextDecoder().decode(result.stdout).trimEnd().split("\n");
  return [result.code, lines.at(-1)!];
}

const PASSES = `Deno.test("passes", () => {});`;
const FAILS = `Deno.test("fails", () => { throw new Error("no"); });`;
const STEPS = `Deno.test("steps", async (t) => {
  await t.step("a", () => {});
  await t.step("b", () => {});
});`;

Deno.test("the last line counts what passed and failed", async () => {
  assertEquals(await runTests(PASSES + STEPS), [0, "2 passed, 0 failed"]);
  assertEquals(await runTests(PASSES + FAILS + STEPS), [
    1,
    "2 passed, 1 failed",
  ]);
});

Deno.test("tests that cannot start count as one failure", async () => {
  assertEquals(await runTests("const n: number = 'text';" + PASSES), [
    1,
    "0 passed, 1 failed",
  ]);
});

Deno.test("--full asks for all of long suites, and other arguments pass", async () => {
  const isFull = `Deno.test("is full", () => {
    if (Deno.env.get("MLE_FULL") !== "1") throw new Error("a share only");
  });`;
  assertEquals((await runTests(isFull))[1], "0 passed, 1 failed");
  assertEquals(await runTests(isFull + FAILS, ["--full", "--filter=is full"]), [
    0,
    "1 passed, 0 failed",
  ]);
});
