import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Generator } from "mle/random/mod.ts";
import { assertSameBits, fixture } from "./fixture.ts";

type Draw = (generator: Generator) => unknown;

const draws: fc.Arbitrary<Draw[]> = fc.array(
  fc.oneof(
    fc.nat(700).map((n): Draw => (generator) => generator.uniform(n)),
    fc.nat(40).map((n): Draw => (generator) => generator.normal(n)),
    fc.nat(40).map((n): Draw => (generator) => generator.permutation(n)),
    fc.constant<Draw>((generator) => generator.random63()),
  ),
  { maxLength: 6 },
);

Deno.test("states are PyTorch's byte for byte", () => {
  for (const expected of fixture.states) {
    const generator = new Generator(-42);
    const [draw, count] = expected.draw.split(" ");
    if (draw === "uniform") generator.uniform(Number(count));
    if (draw === "normal") generator.normal(Number(count));
    assertSameBits(generator.getState(), expected, expected.draw);
  }
});

Deno.test("a restored generator goes on as the saved one", () => {
  fc.assert(fc.property(draws, draws, (before, after) => {
    const generator = new Generator(99);
    for (const draw of before) draw(generator);
    const restored = new Generator(1);
    restored.setState(generator.getState());
    assertEquals(restored.initialSeed(), 99n);
    for (const draw of after) assertEquals(draw(restored), draw(generator));
    assertEquals(restored.getState(), generator.getState());
  }));
});

Deno.test("a state is a copy, and may lie inside a larger buffer", () => {
  const generator = new Generator(3);
  const state = generator.getState();
  const other = new Generator(0);
  other.setState(state);
  const expected = other.normal(5);
  const buffer = new Uint8Array(state.length + 3);
  buffer.set(state, 3);
  generator.uniform(2000);
  state.fill(0);
  generator.setState(buffer.subarray(3));
  assertEquals(generator.normal(5), expected);
});

Deno.test("what is no state is refused, and changes nothing", () => {
  const generator = new Generator(3);
  const before = generator.getState();
  assertThrows(
    () => generator.setState([1, 2] as unknown as Uint8Array),
    TypeError,
    "expected the Uint8Array that getState() gave, got object",
  );
  assertThrows(
    () => generator.setState(before.subarray(1)),
    RangeError,
    "Cannot set the generator's state: expected 5056 bytes, got 5055",
  );
  const broken = before.slice();
  broken[8] = 77;
  assertThrows(
    () => generator.setState(broken),
    RangeError,
    "expected a Mersenne Twister's state, got one with 0 of 624 words used " +
      "and 77 left",
  );
  assertThrows(() => generator.setState(new Uint8Array(5056)), RangeError);
  assertEquals(generator.getState(), before);
});
