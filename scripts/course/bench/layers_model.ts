import { tf } from "mle/tf/mod.ts";
import type { Job } from "./protocol.ts";

const { layers } = tf;

const MODELS = {
  cnn: () => [
    ...[4, 8].flatMap((filters, i) => [
      layers.conv2d({
        filters,
        kernelSize: 3,
        padding: "same",
        ...(i === 0 ? { inputShape: [64, 64, 3] } : {}),
      }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.maxPooling2d({ poolSize: 2 }),
    ]),
    layers.flatten(),
    layers.dense({ units: 64, activation: "relu" }),
    layers.dense({ units: 6, activation: "softmax" }),
  ],
  "conv-ae": (latentDim: number) => [
    ...[16, 32, 64].flatMap((filters, i) => [
      layers.conv2d({
        filters,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        ...(i === 0 ? { inputShape: [28, 28, 1] } : {}),
      }),
      layers.maxPooling2d({ poolSize: 2, strides: 1 }),
    ]),
    layers.flatten(),
    layers.dense({ units: latentDim }),
    layers.dense({ units: 576 }),
    layers.reshape({ targetShape: [3, 3, 64] }),
    ...[
      { filters: 32, padding: "valid", activation: "relu" } as const, // 7 × 7
      { filters: 16, padding: "same", activation: "relu" } as const, // 14 × 14
      { filters: 1, padding: "same" } as const, // 28 × 28
    ].map((options) =>
      layers.conv2dTranspose({ ...options, kernelSize: 3, strides: 2 })
    ),
  ],
  "pca-ae": (latentDim: number) => [
    layers.flatten({ inputShape: [28, 28, 1] }),
    layers.dense({ units: latentDim }),
    layers.dense({ units: 784 }),
    layers.reshape({ targetShape: [28, 28, 1] }),
  ],
};

/** One of the sheet's models as a user of `tf.layers` would write it. */
export function layersModel({ model: name, latentDim }: Job): tf.Sequential {
  const model = tf.sequential({ layers: MODELS[name](latentDim) });
  model.compile({
    optimizer: tf.train.adam(1e-3),
    loss: name === "cnn" ? "sparseCategoricalCrossentropy" : "meanSquaredError",
  });
  return model;
}
