import type { Shape } from "../tf/mod.ts";

const sizeOf = (shape: Shape): number =>
  shape.reduce((product, dim) => product * dim, 1);

/** The array whose axis i is axis `axes[i]` of `data`, both in row-major order. */
function permute(
  data: Float32Array,
  shape: Shape,
  axes: readonly number[],
): Float32Array {
  if (axes.length === 0) return data.slice(); // a scalar
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const permuted = new Float32Array(data.length);
  let next = 0;
  const visit = (depth: number, offset: number) => {
    const length = shape[axes[depth]];
    const stride = strides[axes[depth]];
    for (let i = 0; i < length; i++, offset += stride) {
      if (depth === axes.length - 1) permuted[next++] = data[offset];
      else visit(depth + 1, offset);
    }
  };
  visit(0, 0);
  return permuted;
}

/**
 * The layouts of one tensor: in PyTorch, with channels and output features
 * first, and in TensorFlow, with channels and output features last. Tensors are
 * permuted where they cross this border, never inside a training step.
 */
export class Layout {
  /** The shape in a PyTorch state dict. */
  readonly torchShape: Shape;
  /** The shape of the tensor that TensorFlow computes with. */
  readonly nativeShape: Shape;
  #torchAxes: Shape;
  #axes: readonly number[];

  /**
   * Without axes, both layouts have the same shape and order.
   *
   * @param torchShape The shape in a PyTorch state dict.
   * @param nativeShape The shape of TensorFlow's tensor.
   * @param torchAxes The lengths of all axes that are permuted, in PyTorch's
   * order: `torchShape` with its flattened axes unflattened.
   * @param axes Which of `torchAxes` comes first, second, … in TensorFlow.
   */
  constructor(
    torchShape: Shape,
    nativeShape: Shape = torchShape,
    torchAxes: Shape = torchShape,
    axes: readonly number[] = torchAxes.map((_, axis) => axis),
  ) {
    this.torchShape = torchShape;
    this.nativeShape = nativeShape;
    this.#torchAxes = torchAxes;
    this.#axes = axes;
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.torchShape);
  }

  /** Permutes elements from PyTorch's order to TensorFlow's. */
  toNative(data: Float32Array): Float32Array {
    return permute(data, this.#torchAxes, this.#axes);
  }

  /** Permutes elements from TensorFlow's order to PyTorch's. */
  toTorch(data: Float32Array): Float32Array {
    const nativeAxes = this.#axes.map((axis) => this.#torchAxes[axis]);
    const inverse = this.#axes.map((_, axis) => this.#axes.indexOf(axis));
    return permute(data, nativeAxes, inverse);
  }
}

/** Convolution filters: [out, in, kh, kw] in PyTorch, [kh, kw, in, out] here. */
export function filterLayout(torchShape: Shape): Layout {
  return permuted(torchShape, [2, 3, 1, 0]);
}

/**
 * Pictures or feature maps: [batch, channels, height, width] in PyTorch,
 * [batch, height, width, channels] here.
 */
export function pictureLayout(torchShape: Shape): Layout {
  return permuted(torchShape, [0, 2, 3, 1]);
}

const permuted = (torchShape: Shape, axes: number[]) =>
  new Layout(
    torchShape,
    axes.map((axis) => torchShape[axis]),
    torchShape,
    axes,
  );

/**
 * The input or output features of a linear layer: their number, or the shape
 * [channels, height, width] of the picture that they are flattened from or
 * unflattened to.
 */
export type Features =
  | number
  | readonly [
    channels: number,
    height: number,
    width: number,
  ];

/** The number of features. */
export function featureCount(features: Features): number {
  return typeof features === "number" ? features : sizeOf(features);
}

/**
 * A linear layer's weight, [out, in] here as in PyTorch. The features of a
 * flattened picture are ordered channel by channel in PyTorch and pixel by
 * pixel here.
 */
export function linearLayout(
  outFeatures: Features,
  inFeatures: Features,
): Layout {
  const unfold = (features: Features) =>
    typeof features === "number" ? [features] : [...features];
  const channelsLast = (features: Features, first: number) =>
    typeof features === "number" ? [first] : [first + 1, first + 2, first];
  const shape = [featureCount(outFeatures), featureCount(inFeatures)];
  return new Layout(
    shape,
    shape,
    [...unfold(outFeatures), ...unfold(inFeatures)],
    [
      ...channelsLast(outFeatures, 0),
      ...channelsLast(inFeatures, unfold(outFeatures).length),
    ],
  );
}

/** A linear layer's bias, [out], in the order of its output features. */
export function featureLayout(features: Features): Layout {
  const shape = [featureCount(features)];
  return typeof features === "number"
    ? new Layout(shape)
    : new Layout(shape, shape, features, [1, 2, 0]);
}
