import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  defaultGenerator,
  Generator,
  manualSeed,
  rand,
  randn,
} from "mle/random/mod.ts";

Deno.test("rand and randn draw from the default generator", () => {
  assert(manualSeed(42) === defaultGenerator);
  const generator = new Generator(42);
  assertEquals(randn([2, 3, 4]), {
    data: generator.normal(24),
    shape: [2, 3, 4],
  });
  assertEquals(rand([5]), { data: generator.uniform(5), shape: [5] });
});

Deno.test("a generator that is given is drawn from instead", () => {
  const before = defaultGenerator.getState();
  const values = randn([2, 2], new Generator(6));
  assertEquals(values.data, new Generator(6).normal(4));
  assertEquals(rand([3], new Generator(6)).data, new Generator(6).uniform(3));
  assertEquals(defaultGenerator.getState(), before);
});

Deno.test("a scalar has one value, an empty axis none", () => {
  assertEquals(rand([]).data.length, 1);
  assertEquals(randn([4, 0, 2]).data.length, 0);
});

Deno.test("the shape is a copy", () => {
  const shape = [2, 2];
  const values = rand(shape);
  shape.push(9);
  assertEquals(values.shape, [2, 2]);
});

Deno.test("an invalid shape is refused", () => {
  for (const draw of [rand, randn]) {
    assertThrows(
      () => draw(3 as unknown as number[]),
      TypeError,
      "expected the shape as a list, such as [2, 3], got 3",
    );
    for (const shape of [[2, -1], [1.5, 2], [NaN]]) {
      assertThrows(
        () => draw(shape),
        RangeError,
        "Cannot draw random numbers: expected a shape of integers >= 0, " +
          `got [${shape.join(", ")}]`,
      );
    }
  }
});
