import type { Figure } from "./figures.ts";

/** The greatest ratio that is wanted of figures of a kind. */
export interface Goal {
  what: Figure["what"];
  /** What the titles of the workloads begin with. */
  of: string;
  limit: number;
}

/** What a full run is to reach. */
export const GOALS: readonly Goal[] = [
  { what: "step", of: "Conv AE", limit: 0.33 },
  { what: "step", of: "CNN", limit: 0.3 },
  { what: "step", of: "PCA AE", limit: 0.4 },
  { what: "step, JAX", of: "PCA AE", limit: 0.9 },
  { what: "step, AVX2", of: "", limit: 0.4 },
  { what: "memory of deno task train", of: "", limit: 1 },
  { what: "gap to the floor", of: "", limit: 1.5 },
  { what: "the whole sheet", of: "", limit: 0.33 },
];

/** How far a run is from a goal. */
export interface Standing {
  goal: Goal;
  /** The figure with the greatest ratio. */
  worst: Figure;
  met: boolean;
}

/** Holds figures against the goals; leaves out goals of which none was measured. */
export function standings(figures: readonly Figure[]): Standing[] {
  return GOALS.flatMap((goal) => {
    const [worst] = figures
      .filter(({ what, of }) => what === goal.what && of.startsWith(goal.of))
      .sort((a, b) => b.ratio - a.ratio);
    return worst ? { goal, worst, met: worst.ratio <= goal.limit } : [];
  });
}
