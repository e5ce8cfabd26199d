import { TextLineStream } from "../../shared/lines.ts";
import type { Workload } from "./workloads.ts";

/** The job of a contender's program, passed as JSON in its first argument. */
export interface Job extends Pick<Workload, "name" | "model" | "latentDim"> {
  /** `channels-last` or `fused` (Adam) for PyTorch; empty otherwise. */
  variant: string;
  threads: number;
  dataDir: string;
}

/** A request to a contender, one JSON text per line. */
export type Request =
  /** Take `count` training steps. */
  | { do: "steps"; batchSize: number; count: number }
  /** Pass `count` batches through the model, in evaluation mode. */
  | { do: "infer"; batchSize: number; count: number }
  /**
   * Starting from the seed: one epoch over the first training pictures, loading
   * included, and one pass over the held-out data.
   */
  | { do: "epoch"; batchSize: number; pictures: number };

/** A contender's reply, one JSON text per line. */
export interface Reply {
  /** The duration of each step, of each batch, or of the epoch. */
  ms: number[];
  /** The loss of the last step or batch, or the mean loss of the epoch's batches. */
  loss: number;
}

/**
 * Reports that the program is ready, then answers requests until there are no
 * more.
 */
export async function serve(
  answer: (request: Request) => Reply | Promise<Reply>,
): Promise<void> {
  console.log(JSON.stringify({ ready: true }));
  const lines = Deno.stdin.readable
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    console.log(JSON.stringify(await answer(JSON.parse(line) as Request)));
  }
}

/** Takes steps, cycling through the given batches, and times each. */
export function timeSteps<Batch>(
  batches: readonly Batch[],
  count: number,
  step: (batch: Batch) => number,
): Reply {
  const ms: number[] = [];
  let loss = NaN;
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    loss = step(batches[i % batches.length]);
    ms.push(performance.now() - startedAt);
  }
  return { ms, loss };
}
