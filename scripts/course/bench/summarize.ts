import { interquartileRange, median, min } from "simple-statistics";
import type { Failure, Measurement } from "./measure.ts";
import type { Workload } from "./workloads.ts";

/** The measurements on one workload. */
export interface WorkloadResult {
  workload: Workload;
  /** The floating-point operations of a step's matrix products and convolutions. */
  flop: number;
  measurements: Measurement[];
  /** The contenders that could not be measured. */
  failures: Failure[];
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
  /**
   * Relative to the fastest PyTorch eager variant: the median of the rounds'
   * ratios. Without PyTorch there are no ratios.
   */
  stepRatio?: number;
  gflops: number;
  cores?: number;
  peakMb?: number;
  /** Relative to the PyTorch eager variant with the smallest peak. */
  peakRatio?: number;
  epochMs: number;
  epochRatio?: number;
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
    return rounds.length === 0
      ? undefined
      : rounds.reduce((a, b) => median(b) < median(a) ? b : a);
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
      peakRatio: peakBytes && peaks.length > 0
        ? peakBytes / min(peaks)
        : undefined,
      epochMs: median(measurement.epochRounds),
      epochRatio: medianRatio(measurement.epochRounds, fastestEpochs),
      epochLoss: measurement.epochLoss,
      startMs: measurement.startMs,
    };
  });
}

/** The median of the rounds' ratios; undefined without a reference. */
export function medianRatio(
  rounds: readonly number[],
  reference: readonly number[] | undefined,
): number | undefined {
  return reference &&
    median(rounds.map((value, round) => value / reference[round]));
}

/** The time that a contender needs for all of the sheet's training. */
export interface SheetTime {
  contender: string;
  minutes: number;
  /** Relative to the fastest PyTorch eager variant of each model. */
  ratio?: number;
}

/**
 * The time for the whole sheet, extrapolated from one epoch of each model, for
 * contenders measured on all models.
 *
 * @param epochShare The share of the training pictures in an epoch.
 */
export function sheetTimes(
  results: readonly WorkloadResult[],
  epochShare: number,
): SheetTime[] {
  const sheetMinutes = (epochMsOf: (result: WorkloadResult) => number) =>
    results.reduce(
      (sum, result) =>
        sum + result.workload.sheetEpochs * epochMsOf(result) / epochShare,
      0,
    ) / 60_000;
  const epochsOf = (
    { measurements }: WorkloadResult,
    chosen: (measurement: Measurement) => boolean,
  ) =>
    measurements.filter(chosen).map(({ epochRounds }) => median(epochRounds));
  const everywhere = (chosen: (measurement: Measurement) => boolean) =>
    results.every((result) => epochsOf(result, chosen).length > 0);
  const isEager = ({ eager }: Measurement) => eager;
  const fastest = everywhere(isEager)
    ? sheetMinutes((result) => min(epochsOf(result, isEager)))
    : undefined;
  const names = results[0].measurements.map(({ contender }) => contender);
  return names.flatMap((name) => {
    const isThis = ({ contender }: Measurement) => contender === name;
    if (!everywhere(isThis)) return [];
    const minutes = sheetMinutes((result) => epochsOf(result, isThis)[0]);
    return { contender: name, minutes, ratio: fastest && minutes / fastest };
  });
}
