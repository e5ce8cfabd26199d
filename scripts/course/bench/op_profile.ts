import { tf } from "mle/tf/mod.ts";
import {
  bytesOf,
  type Convolution,
  convolutionOf,
  flopOf,
  leastFlopOf,
} from "./op_work.ts";

/** The calls of one op on operands of one size in a step. */
export interface OpRow {
  op: string;
  /** The shapes of its inputs. */
  shapes: string;
  /** The number of calls in a step. */
  calls: number;
  /** The total duration of the calls in a step, in milliseconds. */
  ms: number;
  flop: number;
  /** The operations that cannot be avoided. */
  leastFlop: number;
  bytes: number;
  /** The convolution of which it is one of three ops, in words. */
  convolution?: string;
}

/** The native ops of a step. */
export interface OpProfile {
  /** The average duration of an observed step, in milliseconds. */
  stepMs: number;
  /** The ops by kind, slowest first. */
  ops: OpRow[];
}

type Execute = (
  op: string,
  attributes: unknown,
  inputs: tf.TensorInfo[],
  outputCount?: number,
) => tf.Tensor | tf.Tensor[];

/**
 * Runs `step` repeatedly and returns the average calls and durations of each
 * native op in a step. On a CPU, TensorFlow runs an op synchronously, so its
 * time is that of the call, including dispatch.
 */
export function profileOps(step: () => void, steps: number): OpProfile {
  const backend = tf.backend() as unknown as Record<string, Execute>;
  const rows = new Map<string, OpRow>();
  const observed = (execute: Execute): Execute =>
    function (this: unknown, op, attributes, inputs, outputCount) {
      const startedAt = performance.now();
      const result = execute.call(this, op, attributes, inputs, outputCount);
      const ms = performance.now() - startedAt;
      const work = {
        inputs: inputs.map(({ shape }) => shape),
        outputs: [result].flat().map(({ shape }) => shape),
      };
      const shapes = work.inputs.map((shape) => `[${shape}]`).join(" ");
      const key = `${op} ${shapes}`;
      const row = rows.get(key) ??
        {
          op,
          shapes,
          calls: 0,
          ms: 0,
          flop: 0,
          leastFlop: 0,
          bytes: 0,
          convolution: nameOf(convolutionOf(op, work)),
        };
      row.calls += 1 / steps;
      row.ms += ms / steps;
      row.flop += flopOf(op, work) / steps;
      row.leastFlop += leastFlopOf(op, work) / steps;
      row.bytes += bytesOf(work) / steps;
      rows.set(key, row);
      return result;
    };
  const names = ["executeSingleOutput", "executeMultipleOutputs"];
  for (const name of names) backend[name] = observed(backend[name]);
  const startedAt = performance.now();
  try {
    for (let i = 0; i < steps; i++) step();
  } finally {
    // This uncovers the class's own methods.
    for (const name of names) Reflect.deleteProperty(backend, name);
  }
  return {
    stepMs: (performance.now() - startedAt) / steps,
    ops: [...rows.values()].sort((a, b) => b.ms - a.ms),
  };
}

/** Such as "3 × 3, 32 → 64 channels, 26 × 26 → 26 × 26". */
function nameOf(convolution?: Convolution): string | undefined {
  if (convolution === undefined) return undefined;
  const { filter: [height, width, inputs, outputs], large, small } =
    convolution;
  return `${height} × ${width}, ${inputs} → ${outputs} channels, ` +
    `${large[1]} × ${large[2]} → ${small[1]} × ${small[2]}`;
}
