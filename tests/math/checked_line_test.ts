import { assertStringIncludes } from "@std/assert";
import { CheckedLine } from "../../lib/math/checked_line.ts";

Deno.test("a line says by how much its sides may differ: never less than they do", () => {
  const said = [
    [3.2e-15, "agree to $4 \\cdot 10^{-15}$ (relative) at 1,234 points"],
    [9.5e-12, "agree to $1 \\cdot 10^{-11}$"],
    [2e-13, "agree to $2 \\cdot 10^{-13}$"],
    [0, "agree to the last bit"],
  ] as const;
  for (const [largestDifference, text] of said) {
    const comparison = { points: 1234, largestDifference };
    const line = new CheckedLine("1 = 1", "quadrature", "", comparison);
    assertStringIncludes(line.verdict, text);
  }
});
