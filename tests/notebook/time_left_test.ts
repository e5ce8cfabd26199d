import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { TimeLeft } from "../../lib/notebook/time_left.ts";

Deno.test("at an even pace the time left is exact", () => {
  const timeLeft = new TimeLeft(5_000);
  for (let step = 1; step <= 100; step++) {
    timeLeft.update(step, 5_000 + 200 * step);
  }
  assertAlmostEquals(timeLeft.estimateMs(50)!, 10_000, 1e-6);
  assertEquals(timeLeft.estimateMs(0), 0);
});

Deno.test("nothing is promised in the first second or before the first step", () => {
  const timeLeft = new TimeLeft(0);
  assertEquals(timeLeft.estimateMs(10), undefined);
  timeLeft.update(3, 900);
  assertEquals(timeLeft.estimateMs(10), undefined);
  timeLeft.update(4, 1_200);
  assertAlmostEquals(timeLeft.estimateMs(10)!, 3_000, 1);

  const waiting = new TimeLeft(0);
  waiting.update(0, 5_000);
  assertEquals(waiting.estimateMs(10), undefined);
});

Deno.test("a change of pace is followed, one slow step hardly seen", () => {
  const timeLeft = new TimeLeft(0);
  let nowMs = 0;
  let done = 0;
  const goOn = (steps: number, stepMs: number) => {
    for (let i = 0; i < steps; i++) timeLeft.update(++done, nowMs += stepMs);
  };
  goOn(300, 100);
  assertAlmostEquals(timeLeft.estimateMs(1)!, 100, 1e-6);
  goOn(1, 2_000);
  assert(timeLeft.estimateMs(1)! < 130);
  goOn(100, 500);
  assertAlmostEquals(timeLeft.estimateMs(1)!, 500, 10);
});
