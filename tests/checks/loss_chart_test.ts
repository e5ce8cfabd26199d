import { assertStringIncludes } from "@std/assert";
import { checkLossChart, type LossChart } from "mle/checks/mod.ts";
import type { VegaLiteSpec } from "mle/plot/mod.ts";
import { checkErrorOf } from "./check_error_of.ts";

/** A chart of both losses, drawn as the task asks for, but for what is given. */
const chart =
  (names: [string, string], encoding: object = {}): LossChart =>
  (history): VegaLiteSpec => ({
    data: {
      values: history.flatMap(({ epoch, trainLoss, valLoss }) => [
        { epoch, pictures: names[0], loss: trainLoss },
        { epoch, pictures: names[1], loss: valLoss },
      ]),
    },
    mark: "line",
    encoding: {
      x: { field: "epoch", type: "quantitative" },
      y: { field: "loss", type: "quantitative" },
      color: { field: "pictures", type: "nominal" },
      ...encoding,
    },
  });

Deno.test("any names will do that are not each other's, also colours without a legend", async () => {
  await checkLossChart(chart(["training", "validation"]));
  await checkLossChart(chart(["A", "B"], {
    color: { field: "pictures", type: "nominal", legend: null },
  }));
});

const mistakes: [string, LossChart, string][] = [
  [
    "the lines have each other's names",
    chart(["validation", "training"]),
    "The lines have each other's names",
  ],
  [
    "losses as names",
    chart(["training", "validation"], {
      y: { field: "loss", type: "ordinal" },
    }),
    'y has the type "quantitative"',
  ],
];

for (const [name, mistaken, expected] of mistakes) {
  Deno.test(`the check says what is wrong: ${name}`, async () => {
    assertStringIncludes(
      await checkErrorOf(checkLossChart(mistaken)),
      expected,
    );
  });
}
