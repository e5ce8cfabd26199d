import { assertEquals, assertThrows } from "@std/assert";
import { valueList } from "../../../scripts/course/sweep/value_list.ts";
import {
  integerFrom,
  positiveNumber,
} from "../../../scripts/shared/number_options.ts";

Deno.test("an option's values are a list, with ranges of integers", () => {
  const rates = valueList(positiveNumber);
  assertEquals(rates("1e-4,3e-4,0.001"), [0.0001, 0.0003, 0.001]);
  const seeds = valueList(integerFrom(0));
  assertEquals(seeds("1..3,7,2"), [1, 2, 3, 7]);
  assertEquals(seeds("42"), [42]);
});

Deno.test("values that are none are refused", () => {
  const wrong: [text: string, message: string][] = [
    [
      "8..1",
      'Expected a range of 1 to 10000 integers such as 1..8, got "8..1".',
    ],
    ["0..10000", 'got "0..10000".'],
    ["0..2", 'Expected an integer from 1 on, got "0".'],
    ["1,,2", 'Expected an integer from 1 on, got "".'],
    ["1...3", 'got "1...3".'],
  ];
  for (const [text, message] of wrong) {
    assertThrows(() => valueList(integerFrom(1))(text), Error, message);
  }
});
