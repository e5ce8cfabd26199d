import { join } from "node:path";
import { assertEquals } from "@std/assert";
import { denoTest } from "../../../scripts/course/test/deno_test.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";

const PASSES = `Deno.test("passes", () => {});`;
const FAILS = `Deno.test("fails", () => { throw new Error("1"); });`;

/** What is counted if files with these texts run in one process. */
async function outcomeOf(texts: string[], options: string[] = []) {
  await using folder = await temporaryFolder();
  const files = texts.map((text, i) => {
    const file = join(folder.path, `${i}_test.ts`);
    Deno.writeTextFileSync(file, text);
    return file;
  });
  return await denoTest(files, options, {}, false);
}

Deno.test("what passed and what failed is counted", async () => {
  assertEquals(await outcomeOf([PASSES, FAILS]), { passed: 1, failed: 1 });
});

Deno.test("a file that ends the process while it is imported has failed", async () => {
  const ends = `Deno.exit(0);`;
  for (const texts of [[ends], [ends, PASSES], [PASSES, ends]]) {
    assertEquals(await outcomeOf(texts), { passed: 0, failed: 1 });
  }
});

Deno.test("tests that are ignored or filtered out are no failure", async () => {
  const ignored = `Deno.test.ignore("later", () => {});`;
  assertEquals(await outcomeOf([ignored]), { passed: 0, failed: 0 });
  assertEquals(await outcomeOf([PASSES], ["--filter=other"]), {
    passed: 0,
    failed: 0,
  });
});
