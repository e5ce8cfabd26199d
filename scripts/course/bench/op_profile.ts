import { tf } from "mle/tf/mod.ts";
import { bytesOf, flopOf } from "./op_work.ts";

/** What one kind of op, on operands of one size, did in a step. */
export interface OpRow {
  op: string;
  /** The shapes of its inputs. */
  shapes: string;
  /** How often it ran in a step. */
  calls: number;
  /** Milliseconds in a step, all calls together. */
  ms: number;
  flop: number;
  bytes: number;
}

/** What the native ops did in a step. */
export interface OpProfile {
  /** How long a step took, on average, while it was observed. */
  stepMs: number;
  /** The kinds of ops, slowest first. */
  ops: OpRow[];
}

type Execute = (
  op: string,
  attributes: unknown,
  inputs: tf.TensorInfo[],
  outputCount?: number,
) => tf.Tensor | tf.Tensor[];

/**
 * Runs `step` so many times and says what each native op did in one of them.
 * On a CPU, TensorFlow runs an op within the call, so that its time is the
 * call's, dispatch included.
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
        { op, shapes, calls: 0, ms: 0, flop: 0, bytes: 0 };
      row.calls += 1 / steps;
      row.ms += ms / steps;
      row.flop += flopOf(op, work) / steps;
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
    // The class's own methods show again.
    for (const name of names) Reflect.deleteProperty(backend, name);
  }
  return {
    stepMs: (performance.now() - startedAt) / steps,
    ops: [...rows.values()].sort((a, b) => b.ms - a.ms),
  };
}
