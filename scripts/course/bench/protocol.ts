import { TextLineStream } from "../../shared/lines.ts";
import type { Workload } from "./workloads.ts";

/** The job of a contender's program, passed as JSON in its first argument. */
export interface Job {
  model: Workload["model"];
  latentDim: number;
  batchSize: number;
  /** `channels-last` or `compile` for PyTorch; empty otherwise. */
  variant: string;
  threads: number;
  dataDir: string;
}

/** A request to a contender, one JSON text per line. */
export type Request =
  /** Take `count` training steps. */
  | { do: "steps"; count: number }
  /**
   * Starting from the seed: one epoch over the first training pictures, loading
   * included, and one pass over the held-out data.
   */
  | { do: "epoch"; pictures: number };

/** A contender's reply, one JSON text per line. */
export interface Reply {
  /** The duration of each step, or of the epoch. */
  ms: number[];
  /** The loss of the last step, or the mean loss of the epoch's batches. */
  loss: number;
}

/** A contender's program after loading. */
export interface Program {
  steps(count: number): Promise<Reply>;
  epoch(pictures: number): Promise<Reply>;
}

/**
 * Reports that the program is ready, then answers requests until there are no
 * more.
 */
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

/** Takes steps, cycling through the given batches, and times each. */
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
