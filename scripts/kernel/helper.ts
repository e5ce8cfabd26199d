/**
 * Knows what the wrapper does not: TypeScript. Reads traces, and asks Deno's
 * language server about types and for help.
 *
 * Standard input: a line of JSON per question; standard output: a line for each
 * answer, as they are found. An answer is null if something has failed.
 */
import { completions, explanation } from "./help.ts";
import { named } from "./errors.ts";
import { findings } from "./findings.ts";

/** A cell that has run, and how many lines stand before its code for Deno. */
export type RunCell = [
  id: string,
  number: number,
  code: string,
  linesBefore: number,
];

interface Question {
  id: number;
  method: string;
  // deno-lint-ignore no-explicit-any -- what the method takes, from wrapper.py
  question: any;
}

// deno-lint-ignore no-explicit-any -- as above
const METHODS: Record<string, (question: any) => unknown> = {
  named,
  check: findings,
  complete_request: completions,
  inspect_request: explanation,
};

async function answer({ id, method, question }: Question): Promise<void> {
  const answer = await Promise.resolve(question).then(METHODS[method])
    .catch(() => null);
  console.log(JSON.stringify({ id, answer }));
}

let rest = "";
for await (
  const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())
) {
  const lines = (rest + text).split("\n");
  rest = lines.pop()!;
  for (const line of lines) void answer(JSON.parse(line));
}
