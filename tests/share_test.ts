import { assert, assertEquals } from "@std/assert";
import { runsOf, shareOf } from "./share.ts";

const CASES = Array.from({ length: 200 }, (_, i) => `case ${i}`);

function withFull<Result>(value: string | undefined, act: () => Result) {
  const before = Deno.env.get("MLE_FULL");
  const set = (to?: string) =>
    to === undefined
      ? Deno.env.delete("MLE_FULL")
      : Deno.env.set("MLE_FULL", to);
  set(value);
  try {
    return act();
  } finally {
    set(before);
  }
}

Deno.test("a share is the same each time, in order, without repetition", () => {
  const drawn = withFull(undefined, () => shareOf("numbers", CASES));
  assertEquals(drawn, withFull(undefined, () => shareOf("numbers", CASES)));
  assertEquals(new Set(drawn).size, 20);
  assertEquals(drawn, CASES.filter((name) => drawn.includes(name)));
  assert(drawn.at(-1) !== CASES[19], "drawn from all cases, not the first");
});

Deno.test("a share has at least one case, unless there is none", () => {
  withFull(undefined, () => {
    assertEquals(shareOf("three", CASES.slice(0, 3)).length, 1);
    assertEquals(shareOf("none", []), []);
    assertEquals(shareOf("half", CASES, 0.5).length, 100);
    assertEquals([runsOf(1000), runsOf(1000, 0.5), runsOf(3)], [100, 500, 1]);
  });
});

Deno.test("a full run has all cases", () => {
  withFull("1", () => {
    assertEquals(shareOf("numbers", CASES), CASES);
    assertEquals(runsOf(1000), 1000);
  });
});
