import { type Tensor, tf } from "./tensorflow.ts";

/** TensorFlow.js's tape entry for one operation. */
export interface TapeNode {
  id: number;
  kernelName: string;
  inputs: Record<string, Tensor>;
  outputs: Tensor[];
  /**
   * Maps the gradients of the outputs to functions that compute those of the
   * inputs.
   *
   * @param wanted The inputs whose functions will be called; by default any.
   */
  gradient?(
    dys: (Tensor | undefined)[],
    wanted?: readonly string[],
  ): Record<string, () => Tensor>;
  saved?: Tensor[];
}

/** The part of TensorFlow.js's engine that records operations. */
interface Engine {
  startTape(): void;
  endTape(): void;
  makeTensorFromTensorInfo(info: tf.TensorInfo): Tensor;
  state: {
    activeTape: TapeNode[] | null;
    activeScope: { id: number };
    gradientDepth: number;
    kernelDepth: number;
    nextTapeNodeId: number;
  };
}

/** TensorFlow.js's engine. */
export const engine = tf.engine() as unknown as Engine;

/** Whether operations are recorded, to go back for a gradient. */
export const isRecording = (): boolean =>
  engine.state.gradientDepth > 0 && engine.state.kernelDepth === 0;

/** An operation to run once, see {@linkcode runOperation}. */
export interface Operation {
  /** Its name on the tape and in messages. */
  name: string;
  /** Its inputs by name. */
  inputs: Record<string, Tensor>;
  /** Computes the outputs. */
  forward(): Tensor[];
  /** What the gradient needs of inputs and outputs. */
  toSave(outputs: Tensor[]): Tensor[];
  /** As a tape entry's, with what was saved. */
  gradient(
    dys: (Tensor | undefined)[],
    saved: Tensor[],
    wanted?: readonly string[],
  ): Record<string, () => Tensor>;
}

/**
 * Runs an operation and records it as a whole. TensorFlow.js's own way, a
 * registered kernel, takes longer, and creates zeros for the gradient of each
 * output that has none.
 */
export function runOperation(operation: Operation): Tensor[] {
  const { name, inputs, forward, toSave, gradient } = operation;
  const { state } = engine;
  const isRecorded = isRecording();
  let outputs: Tensor[];
  state.kernelDepth++;
  try {
    outputs = forward();
  } finally {
    state.kernelDepth--;
  }
  if (isRecorded) {
    const saved = toSave(outputs).map((x) => tf.keep(view(x)));
    state.activeTape!.push({
      id: state.nextTapeNodeId++,
      kernelName: name,
      inputs,
      outputs,
      saved,
      gradient: (dys, wanted) =>
        withoutSecond(operation, dys, gradient(dys, saved, wanted)),
    });
  }
  return outputs;
}

/**
 * Functions that compute an operation's gradients, which have no gradient
 * themselves: while another one is taken, what they give is recorded, so that
 * going back through it is refused instead of left out.
 */
function withoutSecond(
  { name, inputs }: Operation,
  dys: (Tensor | undefined)[],
  compute: Record<string, () => Tensor>,
): Record<string, () => Tensor> {
  if (!isRecording()) return compute;
  const { state } = engine;
  const gradient = () => {
    throw new TypeError(
      `Cannot compute a second derivative: the gradient of ${name} has none`,
    );
  };
  const upstream = Object.fromEntries(
    dys.flatMap((dy, i) => dy ? [[`dy${i}`, dy]] : []),
  );
  return Object.fromEntries(
    Object.entries(compute).map(([input, one]) => [input, () => {
      const dx = view(one());
      state.activeTape!.push({
        id: state.nextTapeNodeId++,
        kernelName: `gradient of ${name}`,
        inputs: { ...inputs, ...upstream },
        outputs: [dx],
        gradient,
      });
      return dx;
    }]),
  );
}

/**
 * A tensor with the same numbers, in another shape if one is given, of which
 * nothing is recorded.
 */
export function view(x: Tensor, shape: number[] = x.shape): Tensor {
  const { dataId, dtype } = x;
  tf.backend().incRef(dataId);
  return engine.makeTensorFromTensorInfo({ dataId, shape, dtype });
}
