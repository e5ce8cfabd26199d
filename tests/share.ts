import { Generator } from "mle/random/generator.ts";

// Fixed, so that whoever sees a failure sees it again.
const SEED = 6;

/** Whether long suites run whole: `deno task test --full` says so. */
export function isFull(): boolean {
  return Deno.env.get("MLE_FULL") === "1";
}

/**
 * The cases of a long suite that run this time: all of them in a full run,
 * otherwise a share drawn with a fixed seed, in the suite's own order. Says how
 * many, so that nobody takes the share for the whole.
 *
 * @param suite what the cases are, in a word or two
 * @param share what part of them runs, in (0, 1]; at least one case does
 */
export function shareOf<Case>(
  suite: string,
  cases: readonly Case[],
  share = 0.1,
): Case[] {
  if (isFull()) return [...cases];
  const drawn = new Generator(SEED).permutation(cases.length)
    .subarray(0, countOf(cases.length, share)).sort();
  console.log(
    `${suite}: ${drawn.length} of ${cases.length} cases (seed ${SEED}); ` +
      "deno task test --full runs all",
  );
  return Array.from(drawn, (i) => cases[i]);
}

/** How often a property is tried: `full` times in a full run, otherwise a share of that. */
export function runsOf(full: number, share = 0.1): number {
  return isFull() ? full : countOf(full, share);
}

function countOf(all: number, share: number): number {
  return Math.max(Math.min(all, 1), Math.round(all * share));
}
