import { DISPLAY, type Displayable, type MimeBundle } from "../display/mod.ts";
import { attributes, execute, executeMany, float32, shape } from "./execute.ts";
import { tensorText } from "./tensor_display.ts";
import { type Shape, type Tensor, tf } from "./tensorflow.ts";

// TensorFlow's name for a variable that can only be reached by its handle
// (ResourceHandle::ANONYMOUS_NAME, resource_handle.h).
const ANONYMOUS = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";
const FLOAT32 = attributes({ dtype: float32 });

/** A tensor of zeros, made by TensorFlow itself. */
const zeros = (dims: Shape): Tensor =>
  execute("Fill", [], [tf.tensor1d([...dims], "int32"), tf.scalar(0)]);

/** What a variable owns. */
interface Owned {
  handle: Tensor;
  value?: Tensor;
}

// A cell that runs again replaces its models, and nobody disposes the old ones.
const forgotten = new FinalizationRegistry((owned: Owned) => {
  const { numTensors } = tf.memory();
  free(owned);
  collectedTensors += numTensors - tf.memory().numTensors;
});
let collectedTensors = 0;

function free({ handle, value }: Owned): void {
  value?.dispose();
  handle.dispose();
}

/**
 * A float32 variable in TensorFlow's memory that native ops, such as Adam's,
 * update in place.
 *
 * {@linkcode value} is the current value as a tensor: the same tensor until the
 * next update, so that gradients can be computed with respect to it. The
 * variable owns it; nobody else may dispose it.
 */
export class Variable implements Disposable, Displayable {
  /** The shape of the value. */
  readonly shape: Shape;
  readonly #owned: Owned;

  /**
   * Creates a variable of the given shape that holds `data` in row-major order.
   * Without data it is meant for native updates only: it starts with zeros, and
   * no tensor of its value exists until one is requested.
   *
   * @throws {TypeError} if the shape does not match the number of elements.
   */
  constructor(data: Float32Array | undefined, dims: Shape) {
    this.shape = dims;
    if (data) this.#check(data);
    const handle = tf.keep(execute(
      "VarHandleOp",
      attributes({
        dtype: float32,
        shape: shape(dims),
        shared_name: ANONYMOUS,
        container: "",
      }),
      [],
    ));
    this.#owned = { handle };
    forgotten.register(this, this.#owned, this);
    tf.tidy(() => this.#write(data ?? zeros(dims)));
    if (data) this.#owned.value = this.#read();
  }

  /** How many tensors of forgotten variables have been freed so far. */
  static get collectedTensors(): number {
    return collectedTensors;
  }

  /** The current value. */
  get value(): Tensor {
    return this.#owned.value ??= this.#read();
  }

  /** A copy of the current value, in row-major order. */
  toArray(): Float32Array {
    // Not within a tidy, which would search all the numbers for tensors.
    const value = this.#owned.value ?? this.#read();
    try {
      return value.dataSync() as Float32Array;
    } finally {
      if (value !== this.#owned.value) value.dispose();
    }
  }

  /**
   * Replaces the value with that of a tensor, or with numbers in row-major
   * order.
   *
   * @throws {TypeError} if the shape, or the number of elements, differs.
   */
  assign(value: Tensor | Float32Array): void {
    Variable.updateAll([this], () => {
      this.#write(value);
      return [];
    });
  }

  /**
   * Lets `run` change variables through their handles. Their old values are
   * released first, because TensorFlow copies a value that is still in use
   * instead of updating it in place.
   *
   * @param run May return the new values of the first variables; the values of
   * the others are read afterwards.
   * @throws {TypeError} if a variable was freed.
   */
  static updateAll(
    variables: readonly Variable[],
    run: (handles: Tensor[]) => readonly Tensor[],
  ): void {
    const handles = variables.map((variable) => variable.#owned.handle);
    if (handles.some(({ isDisposed }) => isDisposed)) {
      throw new TypeError(
        "Cannot update a variable: it was freed, by its owner's dispose() or at " +
          "the end of its block",
      );
    }
    const wasRead = variables.map((variable) => variable.#letGo());
    let values: readonly Tensor[] = [];
    try {
      values = run(handles);
    } finally {
      variables.forEach((variable, i) => {
        if (!wasRead[i]) return;
        variable.#owned.value = i < values.length
          ? tf.keep(values[i])
          : variable.#read();
      });
    }
  }

  /** What a notebook shows: shape and first values. */
  [DISPLAY](): MimeBundle {
    return { "text/plain": tensorText(this.value, "Variable") };
  }

  /** Frees the memory, as the garbage collector does in the end. */
  [Symbol.dispose](): void {
    forgotten.unregister(this);
    free(this.#owned);
  }

  /** Releases the value; returns whether it had been read. */
  #letGo(): boolean {
    const { value } = this.#owned;
    value?.dispose();
    this.#owned.value = undefined;
    return value !== undefined;
  }

  #write(value: Tensor | Float32Array): void {
    this.#check(value);
    tf.tidy(() => {
      // A copy, since TensorFlow may share the memory of its input.
      const tensor = value instanceof Float32Array
        ? tf.tensor(value.slice(), this.shape.slice(), "float32")
        : value;
      executeMany("AssignVariableOp", FLOAT32, [this.#owned.handle, tensor], 0);
    });
  }

  #check(value: Tensor | Float32Array): void {
    const size = this.shape.reduce((product, dim) => product * dim, 1);
    const given = value instanceof Float32Array ? [value.length] : value.shape;
    const expected = value instanceof Float32Array ? [size] : this.shape;
    if (given.join() !== expected.join()) {
      throw new TypeError(
        `Cannot assign to a variable of shape [${this.shape.join(", ")}]: ` +
          `expected [${expected.join(", ")}], got [${given.join(", ")}]`,
      );
    }
  }

  #read(): Tensor {
    return tf.keep(execute("ReadVariableOp", FLOAT32, [this.#owned.handle]));
  }
}
