import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  Flatten,
  type Layer,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
  type StateDict,
  Unflatten,
} from "mle/nn/mod.ts";

/**
 * A network that reads pictures, put together from what its weights say: a page
 * must not hold the classes that students write. Convolutions (each with its
 * batch normalisation, if it has one) are followed by ReLU and max pooling;
 * linear layers come last, with ReLU between them.
 *
 * @param part What the names of its weights begin with.
 */
export function readerOf(
  weights: StateDict,
  part: string,
  poolStride: number,
): Sequential {
  let channels: number | undefined;
  return networkOf(weights, part, (shape, next) => {
    const [out, from, kernelSize] = shape;
    if (shape.length === 2) {
      const maps = channels && pictureOf(channels, from);
      channels = undefined;
      return {
        before: maps ? [new Flatten()] : [],
        layer: new Linear(maps ?? from, out),
        after: next ? [new ReLU()] : [],
      };
    }
    channels = out;
    return {
      layer: shape.length === 1
        ? new BatchNorm2d(out)
        : new Conv2d(from, out, kernelSize, { padding: "same" }),
      after: next?.length === 1
        ? []
        : [new ReLU(), new MaxPool2d(2, poolStride)],
    };
  });
}

/**
 * A network that draws pictures: a linear layer, then transposed convolutions,
 * the first of which adds a pixel to twice the size.
 */
export function drawerOf(weights: StateDict, part: string): Sequential {
  let isFirst = true;
  return networkOf(weights, part, (shape, next) => {
    const [from, to, kernelSize] = shape;
    if (shape.length === 2) {
      const maps = pictureOf(next![0], from);
      return { layer: new Linear(to, maps), after: [new Unflatten(maps)] };
    }
    const padding = isFirst ? 0 : 1;
    isFirst = false;
    const options = { stride: 2, padding, outputPadding: padding };
    return {
      layer: new ConvTranspose2d(from, to, kernelSize, options),
      after: next ? [new ReLU()] : [],
    };
  });
}

/** A layer with weights, and those without around it. */
interface Step {
  before?: Layer[];
  layer: Layer;
  after: Layer[];
}

/** Layers that a function makes of the shapes of their weights, one after the other. */
function networkOf(
  weights: StateDict,
  part: string,
  step: (shape: readonly number[], next?: readonly number[]) => Step,
): Sequential {
  const names = [...weights.keys()]
    .filter((key) => key.startsWith(part) && key.endsWith(".weight"))
    .map((key) => key.slice(0, -"weight".length));
  const shapes = names.map((name) => weights.get(`${name}weight`)!.shape);
  const layers: Layer[] = [];
  const own: StateDict = new Map();
  for (const [i, name] of names.entries()) {
    const { before = [], layer, after } = step(shapes[i], shapes[i + 1]);
    layers.push(...before);
    for (const [key, tensor] of weights) {
      if (!key.startsWith(name)) continue;
      own.set(`${layers.length}.${key.slice(name.length)}`, tensor);
    }
    layers.push(layer, ...after);
  }
  const network = new Sequential(...layers);
  network.loadStateDict(own);
  return network;
}

/** The shape of so many numbers as square maps, channels first. */
function pictureOf(
  channels: number,
  numbers: number,
): [channels: number, height: number, width: number] {
  const side = Math.sqrt(numbers / channels);
  return [channels, side, side];
}
