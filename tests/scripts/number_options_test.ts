import { assertEquals, assertThrows } from "@std/assert";
import { InvalidArgumentError } from "commander";
import {
  integerFrom,
  positiveNumber,
} from "../../scripts/shared/number_options.ts";
import { duration } from "../../scripts/shared/progress.ts";

Deno.test("options that are numbers are read, or refused", () => {
  assertEquals(["0", "7"].map(integerFrom(0)), [0, 7]);
  for (const text of ["", "0", "-1", "1.5", "1e3", " 2", "x", "9".repeat(20)]) {
    assertThrows(() => integerFrom(1)(text), InvalidArgumentError, text);
  }
  assertEquals(["3", "0.5", "1e-3"].map(positiveNumber), [3, 0.5, 0.001]);
  for (const text of ["", " ", "0", "-1", "Infinity", "NaN", "x"]) {
    assertThrows(() => positiveNumber(text), InvalidArgumentError, text);
  }
});

Deno.test("durations are rounded, and never to 10.0 or 60 seconds", () => {
  const shown = [0, 9_940, 9_960, 59_400, 59_600, 185_000].map(duration);
  assertEquals(shown, [
    ...["0.0 s", "9.9 s", "10 s", "59 s"],
    ...["1 min 00 s", "3 min 05 s"],
  ]);
});
