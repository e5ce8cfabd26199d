/** SECURITY.md's table of attacks is what the suite tries. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { GAIN } from "./gain.ts";
import { KINDS } from "./reach.ts";
import { FILES, TEXTS } from "./texts.ts";

const text = await Deno.readTextFile(join(ROOT, "SECURITY.md"));

/** Rows without their padding, which the formatter adds. */
function rowsOf(markdown: string): string[] {
  return markdown.split("\n").filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()).join("|"));
}

/** The table as the suite has it: `deno test -A` prints what is missing. */
const ROWS = [
  ...KINDS.map(({ kind, reach, attempts }) => ({
    kind,
    reach,
    names: attempts.map(({ name }) => name),
  })),
  {
    kind: "points without an answer",
    reach: "a point, a word of the hidden tests or of their inputs",
    names: Object.keys(GAIN),
  },
  {
    kind: "texts of a megabyte",
    reach: "more than linear time, or the grader's end",
    names: [...Object.keys(TEXTS), ...Object.keys(FILES)],
  },
].map(({ kind, reach, names }) =>
  `|${kind}: ${names.join(", ")}|${reach}|${names.length}|nothing|`
);

Deno.test("SECURITY.md lists the attacks that are tried", () => {
  const listed = rowsOf(text);
  for (const row of ROWS) assert(listed.includes(row), `missing: ${row}`);
  const own = listed.filter((row) => row.endsWith("|nothing|"));
  assertEquals(own.length, ROWS.length);
});

Deno.test("SECURITY.md names tests that are there, and all of these", async () => {
  const named = [...text.matchAll(/`((?:attacks|sandbox|grade)\/\w+)`/g)]
    .map(([, name]) => name);
  const pathOf = (name: string) =>
    join(ROOT, "tests", name.startsWith("attacks/") ? "" : "course", name);
  for (const name of named) {
    const found = await Promise.all(
      ["_test.ts", "_slow_test.ts"].map((end) => exists(pathOf(name) + end)),
    );
    assert(found.some(Boolean), name);
  }
  for await (const { name } of Deno.readDir(join(ROOT, "tests", "attacks"))) {
    const suite = /^(\w+?)_slow_test\.ts$/.exec(name)?.[1];
    if (suite) assert(named.includes(`attacks/${suite}`), name);
  }
});
