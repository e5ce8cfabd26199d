import { interquartileRange, median, min } from "simple-statistics";
import type { Measurement } from "./measure.ts";
import type { Workload } from "./workloads.ts";

/** What was measured on one workload. */
export interface WorkloadResult {
  workload: Workload;
  /** The floating-point operations of a step: matrix products, convolutions. */
  flop: number;
  measurements: Measurement[];
}

/** One contender's figures on one workload. */
export interface Summary {
  workload: string;
  title: string;
  contender: string;
  /** Median of all steps. */
  stepMs: number;
  /** Interquartile range of all steps. */
  stepSpreadMs: number;
  /** To the fastest PyTorch eager variant: median of the rounds' ratios. */
  stepRatio: number;
  gflops: number;
  cores?: number;
  peakMb?: number;
  /** To the least that a PyTorch eager variant held. */
  peakRatio?: number;
  epochMs: number;
  epochRatio: number;
  epochLoss: number;
  startMs: number;
}

/** The figures of all contenders on a workload. */
export function summarize(
  { workload, flop, measurements }: WorkloadResult,
): Summary[] {
  const eager = measurements.filter((measurement) => measurement.eager);
  const peaks = eager.flatMap(({ peakBytes }) => peakBytes ?? []);
  const fastest = (roundsOf: (measurement: Measurement) => number[]) => {
    const rounds = eager.map(roundsOf);
    return rounds.reduce((a, b) => median(b) < median(a) ? b : a);
  };
  const stepRounds = ({ stepRounds }: Measurement) => stepRounds.map(median);
  const epochRounds = ({ epochRounds }: Measurement) => epochRounds;
  const fastestSteps = fastest(stepRounds);
  const fastestEpochs = fastest(epochRounds);
  return measurements.map((measurement): Summary => {
    const steps = measurement.stepRounds.flat();
    const stepMs = median(steps);
    const { peakBytes } = measurement;
    return {
      workload: workload.name,
      title: workload.title,
      contender: measurement.contender,
      stepMs,
      stepSpreadMs: interquartileRange(steps),
      stepRatio: medianRatio(stepRounds(measurement), fastestSteps),
      gflops: flop / stepMs / 1e6,
      cores: measurement.cores,
      peakMb: peakBytes && peakBytes / 1e6,
      peakRatio: peakBytes && peakBytes / min(peaks),
      epochMs: median(measurement.epochRounds),
      epochRatio: medianRatio(measurement.epochRounds, fastestEpochs),
      epochLoss: measurement.epochLoss,
      startMs: measurement.startMs,
    };
  });
}

/** The median of the ratios, round by round. */
export function medianRatio(
  rounds: readonly number[],
  reference: readonly number[],
): number {
  return median(rounds.map((value, round) => value / reference[round]));
}

/** How long one contender needs for all of the sheet's training. */
export interface SheetTime {
  contender: string;
  minutes: number;
  /** To the fastest PyTorch eager variant of each model. */
  ratio: number;
}

/** The time of the whole sheet, from one epoch of each model. */
export function sheetTimes(results: readonly WorkloadResult[]): SheetTime[] {
  const epochs = (ofWorkload: (result: WorkloadResult) => number) =>
    results.reduce(
      (sum, result) =>
        sum + result.workload.sheetEpochs * ofWorkload(result) / 60_000,
      0,
    );
  const fastest = epochs(({ measurements }) =>
    min(
      measurements.filter(({ eager }) => eager)
        .map(({ epochRounds }) => median(epochRounds)),
    )
  );
  return results[0].measurements.map(({ contender }) => {
    const minutes = epochs(({ measurements }) =>
      median(
        measurements.find((other) => other.contender === contender)!
          .epochRounds,
      )
    );
    return { contender, minutes, ratio: minutes / fastest };
  });
}
