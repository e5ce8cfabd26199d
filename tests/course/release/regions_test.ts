import { assertEquals, assertThrows } from "@std/assert";
import {
  promptOf,
  regionsOf,
  regionText,
  withPromptAsCode,
} from "../../../scripts/course/release/regions.ts";

const CELL = `// BEGIN SOLUTION
answer();
// END SOLUTION
// BEGIN PROMPT
// function answer() {
//   // Say what is missing.
//
//   throw new Error();
// }
// END PROMPT
after();`;

Deno.test("a cell's regions have names and lines", () => {
  assertEquals(
    regionsOf(CELL).map(({ name, start, end }) => [name, start, end]),
    [
      ["SOLUTION", 0, 2],
      ["PROMPT", 3, 9],
    ],
  );
  assertEquals(regionText(CELL, "SOLUTION"), "answer();");
  assertEquals(regionText(CELL, "HIDDEN TESTS"), undefined);
});

Deno.test("a prompt becomes code, and keeps its own comments", () => {
  const prompt =
    "function answer() {\n  // Say what is missing.\n\n  throw new Error();\n}";
  assertEquals(promptOf(CELL), prompt);
  assertEquals(
    withPromptAsCode(CELL),
    `// BEGIN SOLUTION\nanswer();\n// END SOLUTION\n${prompt}\nafter();`,
  );
  assertEquals(withPromptAsCode("plain();"), "plain();");
});

const faults: [string, string, string][] = [
  [
    "one that does not end",
    "// BEGIN SOLUTION",
    "expected // END SOLUTION, got no more",
  ],
  [
    "one in another",
    "// BEGIN SOLUTION\n// BEGIN PROMPT",
    "expected // END SOLUTION, got // BEGIN PROMPT",
  ],
  [
    "an end of another",
    "// BEGIN SOLUTION\n// END PROMPT",
    "expected // END SOLUTION, got // END PROMPT",
  ],
  [
    "an end alone",
    "// END HIDDEN TESTS",
    "expected // BEGIN HIDDEN TESTS, got // END HIDDEN TESTS",
  ],
  [
    "nbgrader's mark for Python",
    "### BEGIN SOLUTION",
    "expected a region's mark as in // BEGIN SOLUTION, got ### BEGIN SOLUTION",
  ],
];

for (const [name, source, message] of faults) {
  Deno.test(`regions: ${name}`, () => {
    assertThrows(() => regionsOf(source), TypeError, message);
  });
}
