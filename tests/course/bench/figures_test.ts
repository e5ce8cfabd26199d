import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  compare,
  sheetFigure,
  stepFigures,
  stepRows,
} from "../../../scripts/course/bench/figures.ts";
import { standings } from "../../../scripts/course/bench/goals.ts";
import { WORKLOADS } from "../../../scripts/course/bench/workloads.ts";
import { figure, measurement, rounds } from "./fakes.ts";

const [workload] = WORKLOADS;

Deno.test("a ratio is the median of the rounds' ratios, not that of the medians", () => {
  const ratio = (ours: number[], theirs: number[]) =>
    compare("step", "CNN", rounds(ours), rounds(theirs))[0].ratio;
  // The machine slowed down for both; the medians' ratio would be 30/60.
  assertEquals(ratio([10, 30, 90], [40, 60, 100]), 0.5);
  assertEquals(ratio([10, 80, 90], [20, 100, 100]), 0.8);
});

Deno.test("ours is compared with the faster format, its like with AVX2, fused Adam and JAX", () => {
  const result = {
    workload,
    failures: [],
    measurements: [
      measurement("mle", "ours", rounds([10, 12]), {
        epochRounds: rounds([2000, 3000]),
      }),
      measurement("PyTorch", "reference", rounds([40, 40])),
      measurement("channels-last", "reference", rounds([20, 20]), {
        epochRounds: rounds([4000, 4000]),
      }),
      measurement("fused", "fused", rounds([16, 16], 0.5)),
      measurement("JAX", "jax", rounds([5, 6])),
      measurement("mle, AVX2", "ours", rounds([15, 15])),
      measurement("PyTorch, AVX2", "reference", rounds([30, 30])),
    ],
  };
  const found = stepFigures(result).map((
    figure,
  ) => [
    figure.what,
    figure.ours,
    figure.theirs,
    figure.ratio,
    figure.disturbed,
  ]);
  assertEquals(found, [
    ["step", 11, 20, 0.55, false],
    ["step, AVX2", 15, 30, 0.5, false],
    ["step, fused Adam", 11, 16, 11 / 16, true],
    ["step, JAX", 11, 5.5, 2, false],
    ["epoch", 2.5, 4, 0.625, false],
  ]);
  const [ours] = stepRows(result);
  assertEquals([ours.leastMs, ours.medianMs, ours.others], [10, 11, 0]);
});

Deno.test("without PyTorch there are steps but no ratios", () => {
  const measurements = [measurement("mle", "ours", rounds([10], NaN))];
  const result = { workload, failures: [], measurements };
  assertEquals(stepFigures(result), []);
  assertEquals(stepRows(result)[0].others, null);
});

Deno.test("the sheet's time counts each model's epochs", () => {
  const [cnn, autoencoder] = WORKLOADS; // 50 and 60 epochs
  const epochs = [
    figure("epoch", cnn.title, 0.6, 1.2, { others: 0.04 }),
    figure("epoch", autoencoder.title, 1, 4, { disturbed: true }),
  ];
  const [sheet] = sheetFigure(epochs, [cnn, autoencoder]);
  assertAlmostEquals(sheet.ours, 1.5);
  assertAlmostEquals(sheet.theirs, 5);
  assertAlmostEquals(sheet.ratio, 0.3);
  assertEquals([sheet.others, sheet.disturbed], [0.04, true]);
  assertEquals(sheetFigure(epochs.slice(1), [cnn, autoencoder]), []);
});

Deno.test("a goal looks at the figure that is furthest from it", () => {
  const found = standings([
    figure("step", "Conv AE, d = 3", 30, 100),
    figure("step", "Conv AE, d = 150", 40, 100),
    figure("step", "CNN", 20, 100),
    figure("epoch", "CNN", 90, 100),
  ]);
  assertEquals(found.map(({ worst, met }) => [worst.of, met]), [
    ["Conv AE, d = 150", false],
    ["CNN", true],
  ]);
});
