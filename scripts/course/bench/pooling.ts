import { maxPool2d } from "mle/ops/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { type Reply, timeSteps } from "./protocol.ts";

// What the autoencoder's three layers of pooling get for a batch of 64; as in
// contend_torch.py.
const MAPS = [[64, 28, 28, 16], [64, 27, 27, 32], [64, 26, 26, 64]];

/** Numbers that are the same in every language. */
function waves(shape: number[]): Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(Float32Array.from({ length: size }, (_, i) => Math.sin(i)))
    .reshape(shape);
}

/** A program's steps of max pooling alone, forward and backward. */
export function poolingSteps(): (count: number) => Reply {
  const pool = (x: Tensor) => maxPool2d(x, 2, 1);
  const layers = MAPS.map(([n, height, width, channels]) => ({
    x: waves([n, height, width, channels]),
    slope: waves([n, height - 1, width - 1, channels]),
  }));
  const [first] = tf.tidy(() => pool(layers.at(-1)!.x).dataSync());
  const step = () => {
    for (const { x, slope } of layers) tf.grad(pool)(x, slope).dispose();
    return first;
  };
  return (count) => timeSteps([0], count, step);
}
