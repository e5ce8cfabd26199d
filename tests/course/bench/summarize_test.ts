import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  medianRatio,
  sheetTimes,
  summarize,
} from "../../../scripts/course/bench/summarize.ts";
import { WORKLOADS } from "../../../scripts/course/bench/workloads.ts";
import { measurement } from "./fakes.ts";

const [workload] = WORKLOADS;

Deno.test("a ratio is the median of the rounds' ratios, not that of the medians", () => {
  // The machine slowed down for both; the medians' ratio would be 30/60.
  assertEquals(medianRatio([10, 30, 90], [40, 60, 100]), 0.5);
  assertEquals(medianRatio([10, 80, 90], [20, 100, 100]), 0.8);
  assertEquals(medianRatio([1], undefined), undefined);
});

Deno.test("a summary has medians, and ratios to the fastest eager PyTorch", () => {
  const [ours, eager, channelsLast] = summarize({
    workload,
    flop: 6e9,
    measurements: [
      measurement("mle", 49),
      measurement("eager", 99, { peakBytes: 500e6 }),
      measurement("channels-last eager", 79, { epochRounds: [9000, 9000] }),
    ],
    failures: [],
  });
  // Rounds of [49, 51] and [98, 100] against [79, 81] and [158, 160].
  assertAlmostEquals(ours.stepRatio!, (50 / 80 + 99 / 159) / 2);
  assertEquals(ours.stepMs, (51 + 98) / 2);
  assertEquals(ours.stepSpreadMs, 98.5 - 50.5);
  assertAlmostEquals(ours.gflops, 6e9 / 74.5e-3 / 1e9);
  assertEquals([ours.peakMb, ours.peakRatio], [400, 1]);
  assertEquals(eager.peakRatio, 1.25);
  assertEquals(channelsLast.stepRatio, 1);
  // Of epochs the other eager variant was the fastest: 2970 and 5940 ms.
  assertEquals(ours.epochRatio, 49 / 99);
  assertEquals(channelsLast.epochRatio, (9000 / 2970 + 9000 / 5940) / 2);
});

Deno.test("without PyTorch there are times but no ratios", () => {
  const result = {
    workload,
    flop: 1,
    measurements: [measurement("mle", 50)],
    failures: [],
  };
  const [ours] = summarize(result);
  assertEquals(ours.stepMs, 76);
  assertEquals(
    [ours.stepRatio, ours.epochRatio, ours.peakRatio],
    [undefined, undefined, undefined],
  );
  assertEquals(sheetTimes([result], 1)[0].ratio, undefined);
});

Deno.test("the sheet's time counts each model's epochs, for the fastest of PyTorch's", () => {
  const [cnn, autoencoder] = WORKLOADS;
  const epochs = (contender: string, ms: number) =>
    measurement(contender, 1, { epochRounds: [ms] });
  const results = [
    {
      workload: cnn, // 50 epochs
      flop: 1,
      measurements: [
        epochs("mle", 600),
        epochs("eager", 1200),
        epochs("eager too", 2400),
        epochs("compiled", 1),
      ],
      failures: [],
    },
    {
      workload: autoencoder, // 60 epochs
      flop: 1,
      measurements: [
        epochs("mle", 1000),
        epochs("eager", 4000),
        epochs("eager too", 2000),
      ],
      failures: [{ contender: "compiled", reason: "no compiler" }],
    },
  ];
  assertEquals(sheetTimes(results, 1), [
    { contender: "mle", minutes: 1.5, ratio: 0.5 },
    { contender: "eager", minutes: 5, ratio: 5 / 3 },
    { contender: "eager too", minutes: 4, ratio: 4 / 3 },
  ]);
  assertEquals(sheetTimes(results, 0.1)[0].minutes, 15);
});
