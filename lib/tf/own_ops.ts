import { attributes, execute, executeMany, int } from "./execute.ts";
import { tf } from "./tensorflow.ts";

/** The instructions that our own ops use on this machine. */
export interface OwnOps {
  /**
   * The instructions that their kernels are compiled for: `avx512`, `avx2` or
   * `baseline`, which every processor has.
   */
  instructions: string;
  /** The number of floats in a vector. */
  lanes: number;
}

/**
 * The project's own ops (see `native`), whose names begin with Mle; undefined
 * if TensorFlow does not have them, as in an addon that was downloaded
 * ready-made. TensorFlow's public ops are used instead.
 *
 * The environment variable MLE_OWN_OPS disables them if it is `0`; if it names
 * instructions, the kernels for these are used.
 */
export const ownOps: OwnOps | undefined = find();

/** Whether TensorFlow has the project's own ops. */
export const hasOwnOps: boolean = ownOps !== undefined;

function find(): OwnOps | undefined {
  const wanted = Deno.env.get("MLE_OWN_OPS");
  if (wanted === "0") return undefined;
  let found: OwnOps;
  try {
    found = tf.tidy(() => {
      const [instructions, lanes] = executeMany("MleKernels", [], [], 2);
      return {
        instructions: String(instructions.dataSync()[0]),
        lanes: lanes.dataSync()[0],
      };
    });
  } catch {
    return undefined; // an unknown op
  }
  if (wanted && wanted !== found.instructions) {
    throw new RangeError(
      `Cannot use our own ops as set by MLE_OWN_OPS: expected 0 or instructions ` +
        `that this processor has, such as ${found.instructions}, got ${wanted}`,
    );
  }
  return found;
}

const answers = new Map<string, boolean>();

/**
 * Whether our own op supports these sizes on this processor. The ops themselves
 * decide (`native/ops/fits.h`); TensorFlow's ops handle the rest.
 */
export function fitsOwnOp(
  op: "Conv2D" | "Linear" | "MaxPool",
  sizes: Record<string, number>,
): boolean {
  if (!hasOwnOps) return false;
  const key = `${op} ${Object.values(sizes)}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    const values = Object.entries(sizes).map(([name, size]) =>
      [name, int(size)] as const
    );
    answer = tf.tidy(() =>
      execute(`Mle${op}Fits`, attributes(Object.fromEntries(values)), [])
        .dataSync()[0] === 1
    );
    answers.set(key, answer);
  }
  return answer;
}
