import { assertEquals } from "@std/assert";

const FOLDER = new URL("../golden/", import.meta.url);

/**
 * Compares a value with the JSON file of that name in `tests/golden`; run as
 * `deno test -A tests/plot -- --update` it writes the file instead.
 */
export async function assertGolden(name: string, value: unknown) {
  const file = new URL(`${name}.json`, FOLDER);
  const actual = JSON.parse(JSON.stringify(value));
  if (Deno.args.includes("--update")) {
    await Deno.mkdir(FOLDER, { recursive: true });
    await Deno.writeTextFile(file, JSON.stringify(actual, null, 2) + "\n");
  }
  assertEquals(actual, JSON.parse(await Deno.readTextFile(file)));
}
