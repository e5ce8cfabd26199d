import { assert, assertEquals } from "@std/assert";
import {
  computeValues,
  type HandedOut,
  type ValuesToHandOut,
} from "mle/grading/mod.ts";
import { defaultGenerator, manualSeed, rand } from "mle/random/mod.ts";

/** What a cell hands out to which a grader has given a ticket. */
function withTicket(
  ticket: { nonce: string; seed: number },
  values: (seed: number) => ValuesToHandOut,
): Promise<HandedOut> {
  Object.assign(globalThis, { mleTicket: ticket });
  return computeValues(values);
}

Deno.test("values are made from the ticket's seed, under its nonce", async () => {
  const handedOut = await withTicket({ nonce: "n", seed: 21 }, (seed) => ({
    "twice the seed": () => 2 * seed,
    "later": () => Promise.resolve([seed]),
  }));
  assertEquals(handedOut, {
    nonce: "n",
    values: { "twice the seed": { value: 42 }, "later": { value: [21] } },
  });
  assertEquals("mleTicket" in globalThis, false, "a ticket is for one cell");
});

Deno.test("without a ticket the nonce is empty and the seed 0", async () => {
  const handedOut = await computeValues((seed) => ({ seed: () => seed }));
  assertEquals(handedOut, { nonce: "", values: { seed: { value: 0 } } });
});

Deno.test("a value that fails costs only itself", async () => {
  const handedOut = await computeValues(() => ({
    thrown: () => {
      throw new RangeError("too far");
    },
    rejected: () => Promise.reject("no error"),
    "no JSON": () => undefined,
    nameless: () => {
      throw Object.create(null);
    },
    long: () => {
      throw new Error("x".repeat(10_000));
    },
    fine: () => 1,
  }));
  const { long, ...values } = handedOut.values;
  assertEquals(values, {
    thrown: { error: "RangeError: too far" },
    rejected: { error: "no error" },
    "no JSON": {
      error: "TypeError: Cannot hand out a value: expected numbers, texts, " +
        "booleans, null, or arrays and plain objects of these, got nothing",
    },
    nameless: { error: "something was thrown that has no text" },
    fine: { value: 1 },
  });
  assert("error" in long && long.error.length === 600);
});

Deno.test("each value starts from the seed, and the generator stays where it was", async () => {
  manualSeed(1);
  const before = defaultGenerator.getState();
  const draw = () => rand([1]).data;
  const handedOut = await withTicket(
    { nonce: "", seed: 3 },
    () => ({ a: draw, b: draw }),
  );
  const { a, b } = handedOut.values;
  assertEquals(a, b);
  assertEquals(defaultGenerator.getState(), before);
  manualSeed(3);
  assertEquals(a, { value: [...draw()] });
});
