import { assertEquals } from "@std/assert";

/** An answer with a typical mistake: a text of the answer, and what stands there instead. */
export interface WrongAnswer {
  notebook: string;
  /** The solution cell. */
  cell: string;
  mistake: string;
  change: [from: string, to: string];
  /** What in the self-check's message tells the student what is wrong. */
  says: string;
}

/** Wrong answers to one task. */
export const wrongAnswers = (
  notebook: string,
  cell: string,
  rows: [mistake: string, from: string, to: string, says: string][],
): WrongAnswer[] =>
  rows.map(([mistake, from, to, says]) => ({
    notebook,
    cell,
    mistake,
    change: [from, to],
    says,
  }));

/** The right answer with the mistake made. */
export function changedAnswer(
  answer: string,
  { mistake, change: [from, to] }: WrongAnswer,
): string {
  assertEquals(answer.split(from).length, 2, `${mistake}: once in the answer`);
  return answer.replace(from, () => to);
}

/** The cell that checks an answer. */
export const checkOf = (cell: string): string =>
  cell.replace(/^(.*)-answer$/, "check-$1");
