import { TextLineStream } from "../../shared/lines.ts";
import type { Workload } from "./workloads.ts";

/** What a contender's program is started with, as JSON in its first argument. */
export interface Job {
  model: Workload["model"];
  latentDim: number;
  batchSize: number;
  /** `channels-last` or `compile` for PyTorch; empty otherwise. */
  variant: string;
  threads: number;
  dataDir: string;
}

/** What a contender is asked to do, one JSON text per line. */
export type Request =
  /** Take so many training steps. */
  | { do: "steps"; count: number }
  /**
   * From the seed's own weights and order: one epoch over the first so many
   * training pictures, loading included, and one pass over what is held out.
   */
  | { do: "epoch"; pictures: number };

/** What it answers, one JSON text per line. */
export interface Reply {
  /** How long each step took, or the epoch. */
  ms: number[];
  /** The last step's loss; of an epoch the mean loss of its batches. */
  loss: number;
}

/** A contender's program, once it has loaded. */
export interface Program {
  steps(count: number): Promise<Reply>;
  epoch(pictures: number): Promise<Reply>;
}

/** Says that the program is ready, then answers requests until they end. */
export async function serve(program: Program): Promise<void> {
  console.log(JSON.stringify({ ready: true }));
  const lines = Deno.stdin.readable
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    const request = JSON.parse(line) as Request;
    const reply = request.do === "steps"
      ? await program.steps(request.count)
      : await program.epoch(request.pictures);
    console.log(JSON.stringify(reply));
  }
}

/** Takes steps in turn with the given batches and times each. */
export async function timeSteps<Batch>(
  batches: readonly Batch[],
  count: number,
  step: (batch: Batch) => number | Promise<number>,
): Promise<Reply> {
  const ms: number[] = [];
  let loss = NaN;
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    loss = await step(batches[i % batches.length]);
    ms.push(performance.now() - startedAt);
  }
  return { ms, loss };
}
