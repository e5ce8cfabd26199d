import {
  arrayText,
  DISPLAY,
  type Displayable,
  type MimeBundle,
  shapeText,
  shownBlock,
} from "../display/mod.ts";
import { type Tensor, Variable } from "../tf/mod.ts";
import { Layout } from "./layout.ts";

/** One tensor of a state dict, with PyTorch's shape and order. */
export type SavedTensor =
  | { dtype: "float32"; shape: readonly number[]; data: Float32Array }
  | { dtype: "int64"; shape: readonly number[]; data: BigInt64Array };

/** A model's tensors by their PyTorch names, such as `conv1.weight`. */
export type StateDict = Map<string, SavedTensor>;

/** A value that a module saves to its state dict and loads from it. */
export abstract class State implements Disposable {
  /** The shape in a PyTorch state dict. */
  abstract get torchShape(): readonly number[];
  /** The element type in a PyTorch state dict. */
  abstract readonly dtype: SavedTensor["dtype"];
  /** A copy of the present value. */
  abstract toState(): SavedTensor;
  /** Loads a value whose dtype and shape have been checked. */
  abstract load(state: SavedTensor): void;
  /** Frees the memory. */
  abstract [Symbol.dispose](): void;
}

/** A float32 tensor of a module, in TensorFlow's memory. */
export abstract class TensorState extends State implements Displayable {
  /** The element type in a PyTorch state dict. */
  readonly dtype = "float32" as const;
  /** The variable that holds the elements. */
  readonly variable: Variable;
  /** Its layout here and in PyTorch. */
  readonly layout: Layout;

  /** Starts with `data`, in PyTorch's order, or with zeros. */
  constructor(data: Float32Array | undefined, layout: Layout) {
    super();
    this.layout = layout;
    this.variable = new Variable(
      data && layout.toNative(data),
      layout.nativeShape,
    );
  }

  /** The current value, in TensorFlow's shape and order. */
  get value(): Tensor {
    return this.variable.value;
  }

  /** The shape in a PyTorch state dict. */
  override get torchShape(): readonly number[] {
    return this.layout.torchShape;
  }

  /** A copy of the present value. */
  override toState(): SavedTensor {
    const data = this.layout.toTorch(this.variable.toArray());
    return { dtype: "float32", shape: this.torchShape, data };
  }

  /** Loads a value whose dtype and shape have been checked. */
  override load(state: SavedTensor): void {
    const data = state.data as Float32Array;
    this.variable.assign(this.layout.toNative(data));
  }

  /** What a notebook shows: PyTorch's shape, and the first values in its order. */
  [DISPLAY](): MimeBundle {
    const { dtype, shape, data } = this.toState();
    const head = `${this.constructor.name} ${dtype} ${shapeText(shape)}`;
    const values = arrayText(shape, shownBlock<number | bigint>(shape, data));
    return { "text/plain": `${head}\n${values}` };
  }

  /** Frees the memory. */
  override [Symbol.dispose](): void {
    this.variable[Symbol.dispose]();
  }
}

/** A tensor that an optimizer trains. */
export class Parameter extends TensorState {}

/** A tensor that is saved but not trained, such as a running statistic. */
export class Buffer extends TensorState {}

/** An integer that is saved, such as PyTorch's `num_batches_tracked`. */
export class Counter extends State {
  /** The element type in a PyTorch state dict. */
  readonly dtype: SavedTensor["dtype"];
  /** The shape in a PyTorch state dict: that of a scalar. */
  readonly torchShape: readonly number[] = [];
  /** The current count. */
  value = 0;

  /** Starts at 0; is saved as int64 unless another dtype is given. */
  constructor(dtype: SavedTensor["dtype"] = "int64") {
    super();
    this.dtype = dtype;
  }

  /** A copy of the present value. */
  override toState(): SavedTensor {
    const { dtype, torchShape: shape, value } = this;
    return dtype === "int64"
      ? { dtype, shape, data: BigInt64Array.of(BigInt(value)) }
      : { dtype, shape, data: Float32Array.of(value) };
  }

  /** Loads a value whose dtype and shape have been checked. */
  override load(state: SavedTensor): void {
    this.value = Number(state.data[0]);
  }

  /** Frees the memory. */
  override [Symbol.dispose](): void {}
}
