import { assertEquals, assertThrows } from "@std/assert";
import { toCell } from "../../../scripts/course/tasks/hidden_tests.ts";

const MODULE = `import { a, type B, c as d } from "mle/x/mod.ts";
import * as nn from "mle/nn/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

const LIMIT = 2;

/** Hands out. */
export async function hiddenTests(answer: typeof sheet.answer): Promise<void> {
  await a(answer, LIMIT, d, nn);
}
`;

Deno.test("a module becomes a block that calls its function", () => {
  assertEquals(toCell(MODULE, "x.ts"), {
    takes: ["answer"],
    source: `{
const { a, c: d } = await import("mle/x/mod.ts");
const nn = await import("mle/nn/mod.ts");
const LIMIT = 2;
await (async function hiddenTests(answer: typeof sheet.answer): Promise<void> {
  await a(answer, LIMIT, d, nn);
})(answer);
}`,
  });
});

Deno.test("a module without one function is refused", () => {
  const functions = ["first", "second"].map((name) =>
    `export async function ${name}() {}`
  );
  for (const source of ["export const a = 1;", functions.join("\n")]) {
    assertThrows(
      () => toCell(source, "x.ts"),
      TypeError,
      "Cannot take hidden tests from x.ts: expected one function that is " +
        `exported, got ${source === functions.join("\n") ? 2 : 0}`,
    );
  }
});
