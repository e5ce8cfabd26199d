import { assertEquals } from "@std/assert";
import { VALUES_MIME } from "mle/grading/contract.ts";
import { readValues } from "../../../scripts/course/grade/values.ts";
import type {
  CellOutcome,
  Output,
} from "../../../scripts/course/sandbox/mod.ts";

const NONCE = "n-1";

function shown(nonce: string, value: number): Output {
  const values = { square: { value } };
  return {
    output_type: "display_data",
    data: { [VALUES_MIME]: { nonce, values } },
    metadata: {},
  };
}

function outcome(id: string, outputs: Output[], late: Output[] = []) {
  return { id, status: "ok", outputs, late, durationMs: 1 } as CellOutcome;
}

/** What counts of these outcomes for the hidden tests `check`. */
const read = (...outcomes: CellOutcome[]) =>
  readValues(outcomes, "check", NONCE).values?.square;

Deno.test("values count that hidden tests showed once, with their nonce, in their own run", () => {
  const own = shown(NONCE, 4);
  assertEquals(read(outcome("check", [own])), { value: 4 });
  const others = [outcome("a", [shown("x", 9)], [shown("x", 9)])];
  assertEquals(read(...others, outcome("check", [own])), { value: 4 });
});

Deno.test("values do not count if their nonce was shown anywhere else, before or after", () => {
  const own = shown(NONCE, 4), forged = shown(NONCE, 9);
  for (
    const outcomes of [
      [outcome("check", [own], [forged])],
      [outcome("a", [forged]), outcome("check", [own])],
      [outcome("check", [own]), outcome("b", [], [forged])],
      [outcome("check", [own, forged])],
      [outcome("check", [], [own])],
      [outcome("check", [shown("x", 4)])],
      [outcome("a", [own])],
    ]
  ) assertEquals(read(...outcomes), undefined);
});
