import { assertEquals, assertThrows } from "@std/assert";
import { discuss } from "mle/notebook/mod.ts";
import { DISPLAY } from "mle/display/mod.ts";

const claim = (accuracy: number) => ({
  holds: accuracy > 0.5,
  says: `**More** than half, ${accuracy}.`,
  otherwise: `No more than half, ${accuracy}.`,
});

Deno.test("discuss: states what the run bears out", async () => {
  const shown = discuss([claim(0.7), claim(0.2)]);
  assertEquals(await shown[DISPLAY](), {
    "text/markdown": "- **More** than half, 0.7.\n- No more than half, 0.2.",
    "text/plain": "- More than half, 0.7.\n- No more than half, 0.2.",
  });
});

Deno.test("discuss: says first what must be known of the data", () => {
  assertEquals(
    discuss([claim(0.7)], "not SIGNS").bundle["text/markdown"],
    "_Computed from these pictures: not SIGNS._\n\n- **More** than half, 0.7.",
  );
});

Deno.test("discuss: refuses a claim whose figure is missing", () => {
  assertThrows(() => discuss([claim(1 / 0)]), RangeError, "got Infinity");
  assertThrows(
    () => discuss([claim(NaN)]),
    RangeError,
    "Cannot state the claims: expected figures in all of them, got NaN in - " +
      "No more than half, NaN.",
  );
});
