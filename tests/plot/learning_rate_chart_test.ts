import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { learningRateChart } from "mle/plot/mod.ts";
import { count, drawn } from "./drawing.ts";
import { assertGolden } from "./golden.ts";

/** Three rates, two seeds, three epochs; the last epoch of rate r and seed s is 0.5 + r + s/10. */
const ROWS = [0.001, 0.01, 0.1].flatMap((lr) =>
  [1, 2].flatMap((seed) =>
    [1, 2, 3].map((epoch) => ({
      lr,
      seed,
      epoch,
      valAcc: 0.5 + lr + seed / 10 - (3 - epoch) / 10,
    }))
  )
);
const OPTIONS = {
  title: "Three learning rates",
  subtitle: "two seeds each",
  column: "valAcc",
  yTitle: "validation accuracy",
};

Deno.test("a study is drawn as mean and band per rate, and a point per run", async () => {
  const chart = learningRateChart(ROWS, OPTIONS);
  const svg = await drawn(chart);

  await assertGolden("learning_rate_chart", chart.spec);
  assertStringIncludes(svg, ">Three learning rates</text>");
  assertEquals(count(svg, 'aria-roledescription="area mark"'), 3);
  assertEquals(count(svg, 'aria-roledescription="line mark"'), 3 + 1);
  assertEquals(count(svg, 'aria-roledescription="point"'), 3 * 2);
  for (const lr of ["0.001", "0.01", "0.1"]) {
    assertEquals(count(svg, `>${lr}</text>`), 2, `legend and axis show ${lr}`);
  }
});

Deno.test("the line of text gives mean and range of the last epoch by rate", () => {
  assertEquals(
    learningRateChart(ROWS.toReversed(), OPTIONS).text,
    "Three learning rates. two seeds each. " +
      "validation accuracy after the last epoch, mean (range) by learning rate: " +
      "0.001: 65.1 % (60.1 % to 70.1 %), 0.01: 66.0 % (61.0 % to 71.0 %), " +
      "0.1: 75.0 % (70.0 % to 80.0 %)",
  );
});

Deno.test("rows that cannot be drawn are refused", () => {
  const action = 'Cannot draw learning rates "Three learning rates": ';
  assertThrows(
    () => learningRateChart([], OPTIONS),
    RangeError,
    action + "expected at least one row, got none",
  );
  assertThrows(
    () => learningRateChart([{ ...ROWS[0], lr: 0 }], OPTIONS),
    RangeError,
    action + "expected learning rates above 0 (the axis is logarithmic), " +
      "got 0 in row 0",
  );
  assertThrows(
    () => learningRateChart([ROWS[0], { ...ROWS[1], seed: "two" }], OPTIONS),
    TypeError,
    action + 'expected a finite number in column "seed" of row 1, got two',
  );
});
