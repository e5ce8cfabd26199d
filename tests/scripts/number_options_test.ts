import { assertEquals, assertThrows } from "@std/assert";
import { InvalidArgumentError } from "commander";
import {
  integerFrom,
  positiveNumber,
} from "../../scripts/shared/number_options.ts";

Deno.test("options that are numbers are read, or refused", () => {
  assertEquals(["0", "7"].map(integerFrom(0)), [0, 7]);
  for (const text of ["", "0", "-1", "1.5", "1e3", " 2", "x", "9".repeat(20)]) {
    assertThrows(() => integerFrom(1)(text), InvalidArgumentError, text);
  }
  const [most, more] = ["9007199254740991", "9007199254740992"];
  assertEquals(integerFrom(0)(most), Number.MAX_SAFE_INTEGER);
  const tooLarge = `Expected an integer from 0 to ${most}, got "${more}".`;
  assertThrows(() => integerFrom(0)(more), InvalidArgumentError, tooLarge);
  assertEquals(["3", "0.5", "1e-3"].map(positiveNumber), [3, 0.5, 0.001]);
  for (const text of ["", " ", "0", "-1", "Infinity", "NaN", "x"]) {
    assertThrows(() => positiveNumber(text), InvalidArgumentError, text);
  }
});
