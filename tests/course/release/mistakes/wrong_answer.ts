/** An answer with a typical mistake: a text of the answer, and what stands there instead. */
export interface WrongAnswer {
  notebook: string;
  /** The solution cell. */
  cell: string;
  mistake: string;
  change: [from: string, to: string];
}

/** Wrong answers to one task. */
export const wrongAnswers = (
  notebook: string,
  cell: string,
  rows: [mistake: string, from: string, to: string][],
): WrongAnswer[] =>
  rows.map(([mistake, ...change]) => ({ notebook, cell, mistake, change }));
