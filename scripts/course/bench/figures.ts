import { interquartileRange, median, min } from "simple-statistics";
import {
  fastestReference,
  type Measurement,
  type Measurements,
  type Round,
} from "./measure.ts";
import { isDisturbed } from "./quiet.ts";
import type { Workload } from "./workloads.ts";

/** The kinds of figures, and their units. */
export const UNITS = {
  "step": "ms",
  "step, AVX2": "ms",
  "step, fused Adam": "ms",
  "step, JAX": "ms",
  "epoch": "s",
  "the whole sheet": "min",
  "deno task train": "s",
  "memory of deno task train": "MB",
  "gap to the floor": "ms",
} as const;

/** Ours beside another's. */
export interface Figure {
  what: keyof typeof UNITS;
  /** The workload's title; empty for all of them. */
  of: string;
  ours: number;
  theirs: number;
  /** The median of the rounds' ratios of ours to theirs. */
  ratio: number;
  /** The processors that others used in the most disturbed round; null if unknown. */
  others: number | null;
  disturbed: boolean;
}

/** A contender's steps on a workload. */
export interface StepRow {
  of: string;
  contender: string;
  leastMs: number;
  medianMs: number;
  /** The interquartile range. */
  spreadMs: number;
  loss: number;
  others: number | null;
  disturbed: boolean;
}

/** The results on one workload. */
export interface WorkloadResult extends Measurements {
  workload: Workload;
}

/** The steps of all contenders on a workload. */
export function stepRows(
  { workload, measurements }: WorkloadResult,
): StepRow[] {
  return measurements.map(({ name, stepRounds, loss }) => {
    const ms = stepRounds.flatMap(({ value }) => value);
    return {
      of: workload.title,
      contender: name,
      leastMs: min(ms),
      medianMs: median(ms),
      spreadMs: interquartileRange(ms),
      loss,
      ...loadOf(stepRounds),
    };
  });
}

/** The figures of a workload's steps and epochs. */
export function stepFigures(
  { workload: { title }, measurements }: WorkloadResult,
): Figure[] {
  const ours = (avx2: boolean) =>
    measurements.find((one) => one.role === "ours" && one.avx2 === avx2);
  const other = (role: Measurement["role"]) =>
    measurements.find((one) => one.role === role);
  const steps = (one?: Measurement) => one?.stepRounds;
  const epochs = (one?: Measurement) => one?.epochRounds;
  const [native, avx2] = [false, true].map((avx2) =>
    [ours(avx2), fastestReference(measurements, avx2)] as const
  );
  return [
    compare("step", title, steps(native[0]), steps(native[1])),
    compare("step, AVX2", title, steps(avx2[0]), steps(avx2[1])),
    compare("step, fused Adam", title, steps(native[0]), steps(other("fused"))),
    compare("step, JAX", title, steps(native[0]), steps(other("jax"))),
    compare("epoch", title, epochs(native[0]), epochs(native[1]), 1e3),
  ].flat();
}

/** A figure from rounds in turn; none unless both were measured. */
export function compare(
  what: Figure["what"],
  of: string,
  ours: readonly Round[] = [],
  theirs: readonly Round[] = [],
  unit = 1,
): Figure[] {
  if (ours.length === 0 || theirs.length === 0) return [];
  const medians = (rounds: readonly Round[]) =>
    rounds.map(({ value }) => median(value));
  const [a, b] = [medians(ours), medians(theirs)];
  return [{
    what,
    of,
    ours: median(a) / unit,
    theirs: median(b) / unit,
    ratio: median(a.map((value, round) => value / b[round])),
    ...loadOf([...ours, ...theirs]),
  }];
}

/** How much others disturbed the worst of some rounds. */
export function loadOf(
  rounds: readonly Round[],
): Pick<Figure, "others" | "disturbed"> {
  const cores = Math.max(...rounds.map(({ others }) => others.cores));
  return {
    others: Number.isNaN(cores) ? null : cores,
    disturbed: rounds.some(({ others }) => isDisturbed(others)),
  };
}

/** The time for the whole sheet, from an epoch of each of its models. */
export function sheetFigure(
  figures: readonly Figure[],
  workloads: readonly Workload[],
): Figure[] {
  const trained = workloads.filter(({ sheetEpochs }) => sheetEpochs > 0);
  const epochs = trained.flatMap(({ title, sheetEpochs }) =>
    figures.filter(({ what, of }) => what === "epoch" && of === title)
      .map((figure) => ({ figure, sheetEpochs }))
  );
  if (epochs.length < trained.length) return [];
  const minutes = (of: (figure: Figure) => number) =>
    epochs.reduce(
      (sum, { figure, sheetEpochs }) => sum + sheetEpochs * of(figure) / 60,
      0,
    );
  const [ours, theirs] = [
    minutes(({ ours }) => ours),
    minutes(({ theirs }) => theirs),
  ];
  const loads = epochs.flatMap(({ figure }) => figure.others ?? []);
  return [{
    what: "the whole sheet",
    of: "",
    ours,
    theirs,
    ratio: ours / theirs,
    others: loads.length === 0 ? null : Math.max(...loads),
    disturbed: epochs.some(({ figure }) => figure.disturbed),
  }];
}
