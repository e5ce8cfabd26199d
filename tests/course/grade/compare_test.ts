import { assertEquals } from "@std/assert";
import type { JsonValue } from "mle/grading/json_value.ts";
import { agrees } from "../../../scripts/course/grade/compare.ts";

/** Pairs of what is expected and what came, and whether they agree. */
const PAIRS: Record<string, [JsonValue, JsonValue, boolean][]> = {
  "numbers agree within 1e-4 + 1e-3·|expected|, nothing else does": [
    [100.5, 100.6, true],
    [100.5, 100.7, false],
    [[0, 0.5], [9e-5, 0.5], true],
    [[0, 0.5], [2e-4, 0.5], false],
    [1, "1", false],
    [1, null, false],
    [0.5, null, false],
    [0.5, "0.5", false],
    ["NaN", "NaN", true],
    [1, "NaN", false],
    [1, true, false],
    ["a", "b", false],
    [null, {}, false],
  ],
  "integers must be equal": [
    [7, 7, true],
    [7, 7.007, false],
    [1e9, 1e9 - 1, false],
    [[[7, 8], [9, 10]], [[7, 8], [9, 10.00001]], false],
    [{ n: 3, x: 0.5 }, { n: 3, x: 0.5001 }, true],
    [{ n: 3, x: 0.5 }, { n: 3.001, x: 0.5 }, false],
    [0, -0, true],
  ],
  "lists need the same shape": [
    [[[1, 2], [3, 4]], [[1, 2], [3, 4]], true],
    [[[1, 2]], [1, 2], false],
    [[1], 1, false],
    [[1], { 0: 1, length: 1 }, false],
    [[[1, 2], [3, 4]], [[1, 2], [3]], false],
    [[1], [1, 2], false],
    [[], [], true],
  ],
  "objects need the same names": [
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [{ a: 1, b: [2] }, { a: 1, b: [3] }, false],
    [{ a: 1 }, { a: 1, c: 2 }, false],
    [{ a: 1 }, { c: 1 }, false],
    [{ toString: 1 }, { a: 1 }, false],
    [{ a: 1 }, [1], false],
  ],
};

for (const [name, pairs] of Object.entries(PAIRS)) {
  Deno.test(name, () => {
    for (const [expected, got, is] of pairs) {
      assertEquals(
        agrees(expected, got),
        is,
        JSON.stringify({ expected, got }),
      );
    }
  });
}
