import { View } from "../display/mod.ts";

/** A statement about what a notebook has computed. */
export interface Claim {
  /** Whether this run bears it out. */
  readonly holds: boolean;
  /** The statement, as Markdown; its figures come from the run. */
  readonly says: string;
  /** What holds instead, if it does not. */
  readonly otherwise: string;
}

/**
 * States of each claim what this run bears out, so that no text contradicts the
 * figures above it, whatever the data, the seed and the number of epochs.
 *
 * @param notice What must be known of the data, such as that they are
 * stand-ins.
 * @throws {RangeError} if a figure in a statement is missing.
 *
 * @example
 * ```ts
 * import { discuss } from "mle/notebook/mod.ts";
 *
 * const [train, test] = [0.99, 0.93];
 * discuss([{
 *   holds: train > test,
 *   says: `The training pictures are known better, ${train} against ${test}.`,
 *   otherwise: `The test pictures are known as well: ${test}.`,
 * }]);
 * ```
 */
export function discuss(claims: readonly Claim[], notice?: string): View {
  const stated = claims.map(({ holds, says, otherwise }) =>
    `- ${holds ? says : otherwise}`
  );
  if (notice) stated.unshift(`_Computed from these pictures: ${notice}._\n`);
  const markdown = stated.join("\n");
  const [gap] = markdown.match(/\b(NaN|undefined|Infinity)\b/) ?? [];
  if (gap) {
    throw new RangeError(
      `Cannot state the claims: expected figures in all of them, got ${gap} ` +
        `in ${markdown}`,
    );
  }
  return new View({
    "text/markdown": markdown,
    "text/plain": markdown.replaceAll(/\*\*|\\/g, ""),
  });
}
