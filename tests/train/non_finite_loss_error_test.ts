import { assertEquals, assertRejects } from "@std/assert";
import { Layout, Linear, LogSoftmax, Module, Parameter } from "mle/nn/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { trainAutoencoder, trainClassifier } from "mle/sheet/mod.ts";
import { NonFiniteLossError, type TrainingHooks } from "mle/train/mod.ts";
import { loaderOf, probabilities } from "./rigged.ts";

class TwoLayers extends Module {
  first: Linear = new Linear(2, 3);
  second: Linear = new Linear(3, 2);
  logSoftmax: LogSoftmax = new LogSoftmax();

  forward(x: Tensor): Tensor {
    const flat = tf.reshape(x, [-1, 2]);
    const hidden = this.first.forward(flat);
    return this.logSoftmax.forward(this.second.forward(hidden));
  }
}

const train = (
  model: Module & { forward(x: Tensor): Tensor },
  optimizer: Adam,
  pixels: Float32Array,
  hooks: TrainingHooks = {},
) =>
  assertNoTensorsLeft(() =>
    assertRejects(
      () =>
        trainClassifier(model, {
          trainLoader: loaderOf(pixels, 2),
          valLoader: loaderOf(pixels, 2),
          optimizer,
          epochs: 3,
          print: () => {},
          ...hooks,
        }),
      NonFiniteLossError,
    )
  );

Deno.test("a loss of NaN names epoch, step, loss and the first layer to blame", async () => {
  using model = new TwoLayers();
  using optimizer = new Adam(model.parameters());
  const pixels = probabilities([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
  let poisoned = model.stateDict();
  const error = await train(model, optimizer, pixels, {
    onProgress({ epoch, step }) {
      if (epoch !== 2 || step !== 1) return;
      poisoned = model.stateDict();
      poisoned.get("second.bias")!.data[1] = NaN;
      model.loadStateDict(poisoned);
    },
  });
  assertEquals(
    error.message,
    "Training ended at epoch 2, step 2: expected a finite loss, got NaN. The " +
      "first layer whose output is not finite is second: try a lower learning " +
      "rate",
  );
  const { name, epoch, step, loss, layer } = error;
  assertEquals(
    { name, epoch, step, loss, layer },
    {
      name: "NonFiniteLossError",
      epoch: 2,
      step: 2,
      loss: NaN,
      layer: "second",
    },
  );
  assertEquals(model.stateDict(), poisoned, "no weight is changed by it");
});

Deno.test("pictures that are not finite are to blame themselves", async () => {
  using model = new TwoLayers();
  using optimizer = new Adam(model.parameters());
  const before = model.stateDict();
  const { message } = await train(
    model,
    optimizer,
    Float32Array.of(0, 1, Infinity, 0),
  );
  assertEquals(
    message,
    "Training ended at epoch 1, step 1: expected a finite loss, got NaN. The " +
      "pictures of the batch are not finite themselves: check the data",
  );
  assertEquals(model.stateDict(), before);
});

/** An autoencoder whose reconstruction is the picture's negative. */
class Negative extends Module {
  readonly weight: Parameter = new Parameter(
    Float32Array.of(-1),
    new Layout([1]),
  );

  forward(x: Tensor): { reconstruction: Tensor; code: Tensor } {
    return { reconstruction: tf.mul(x, this.weight.value), code: x };
  }
}

Deno.test("where all layers are finite, the loss itself is to blame", async () => {
  using model = new Negative();
  using optimizer = new Adam(model.parameters());
  // A difference whose square is more than a float32 can hold.
  const loader = loaderOf(Float32Array.of(1e38, 0, 0, 0), 2);
  const { message, loss } = await assertNoTensorsLeft(() =>
    assertRejects(
      () =>
        trainAutoencoder(model, {
          trainLoader: loader,
          testLoader: loader,
          optimizer,
          epochs: 1,
          print: () => {},
        }),
      NonFiniteLossError,
    )
  );
  assertEquals(loss, Infinity);
  assertEquals(
    message,
    "Training ended at epoch 1, step 1: expected a finite loss, got Infinity. " +
      "The outputs of all layers are finite: check the loss",
  );
});
