import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { ROOT } from "../../scripts/shared/paths.ts";

const TEST = join(ROOT, "scripts", "course", "test.ts");

/** Runs the tests' program on test files; gives its exit code and last line. */
async function runTests(
  code: string | Record<string, string>,
  options: string[] = [],
): Promise<[number, string]> {
  const folder = await Deno.makeTempDir();
  const files = typeof code === "string" ? { "x_test.ts": code } : code;
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  }
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

Deno.test("tests that cannot start count as one failure, and so do wrong types", async () => {
  const broken = 'import "./nowhere.ts";' + PASSES;
  for (
    const [files, passed] of [
      [{ "a_test.ts": broken }, 0],
      [{ "a_test.ts": PASSES, "b_test.ts": broken }, 1],
    ] as const
  ) {
    assertEquals(await runTests(files, ["--no-check"]), [
      1,
      `${passed} passed, 1 failed`,
    ]);
  }
  const wrong = "export const n: number = 'text';" + PASSES;
  assertEquals(await runTests(wrong), [1, "1 passed, 1 failed"]);
  assertEquals(await runTests(wrong, ["--no-check"]), [
    0,
    "1 passed, 0 failed",
  ]);
});

Deno.test("files of all folders run; quick ones of a folder share a process, slow ones have their own", async () => {
  const pid = (name: string) =>
    `Deno.test(String(Deno.pid), () => {
      const file = new URL("../${name}.pids", import.meta.url);
      const pids = [];
      try { pids.push(...JSON.parse(Deno.readTextFileSync(file))); } catch {}
      if (pids.includes(Deno.pid)) throw new Error("a process of its own");
      Deno.writeTextFileSync(file, JSON.stringify([...pids, Deno.pid]));
    });`;
  const files = {
    "a/x_test.ts": pid("a"), // its second file meets its own process
    "a/y_test.ts": pid("a"),
    "a/x_slow_test.ts": pid("a"),
    "b/x_test.ts": pid("b"),
    "b/x_slow_test.ts": pid("b"),
    "b/no_test_file.ts": FAILS,
  };
  assertEquals(
    (await runTests(files, ["--no-check"]))[1],
    "4 passed, 1 failed",
  );
  const quick = await runTests(files, ["--no-check", "--quick"]);
  assertEquals(quick[1], "2 passed, 1 failed");
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
