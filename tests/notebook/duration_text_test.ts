import { assertEquals } from "@std/assert";
import { durationText } from "mle/notebook/mod.ts";

Deno.test("durations are written as a person reads them", () => {
  const cases: [number, string][] = [
    [0, "0.0 s"],
    [840, "0.8 s"],
    [9_949, "9.9 s"],
    [9_950, "10 s"],
    [59_400, "59 s"],
    [59_600, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_599_400, "59 min 59 s"],
    [3_599_600, "1 h 00 min"],
    [3_720_000, "1 h 02 min"],
    [36_000_000, "10 h 00 min"],
  ];
  for (const [durationMs, text] of cases) {
    assertEquals(durationText(durationMs), text);
  }
});
