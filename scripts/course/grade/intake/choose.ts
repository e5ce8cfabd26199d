import type { Owner } from "./owners.ts";

/** A notebook that may be a student's for an exercise. */
export interface Candidate {
  path: string;
  digest: string;
  owner: Owner;
}

/** The one that counts; why not the others; or that a person has to say. */
export interface Choice<Item extends Candidate> {
  chosen?: Item;
  older: Item[];
  /** Set if nobody but a person can say which one counts. */
  open: Item[];
}

/**
 * The newest attempt, where the platform says which one that is. Copies of one
 * file are one.
 */
export function newestOf<Item extends Candidate>(
  candidates: readonly Item[],
): Choice<Item> {
  const sorted = candidates.toSorted((a, b) => order(b.owner, a.owner));
  const [chosen] = sorted;
  const unlike = sorted.filter(({ digest }, i) =>
    digest !== chosen.digest &&
    sorted.findIndex((other) => other.digest === digest) === i
  );
  const isClear = unlike.every(({ owner }) => order(owner, chosen.owner) < 0);
  return isClear
    ? { chosen, older: unlike, open: [] }
    : { older: [], open: [chosen, ...unlike] };
}

/** By time, and attempts at the same time by their number. */
function order(a: Owner, b: Owner): number {
  const [x, y] = [a.time ?? "", b.time ?? ""];
  if (x !== y) return x < y ? -1 : 1;
  return (a.attempt ?? 0) - (b.attempt ?? 0);
}
