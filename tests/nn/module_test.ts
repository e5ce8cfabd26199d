import { assert, assertEquals } from "@std/assert";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { BatchNorm2d, Linear, Module } from "mle/nn/mod.ts";
import { manualSeed } from "mle/random/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { fixture } from "../fixtures/layers.ts";
import { digestOf } from "./digest.ts";

/** A model within a model, with a field that is no module. */
class Outer extends Module {
  note = "not kept";
  innerPart: Inner = new Inner();
  head: Linear = new Linear(2, 3);

  forward(x: Tensor): Tensor {
    return this.head.forward(this.innerPart.forward(x));
  }
}

class Inner extends Module {
  firstNorm: BatchNorm2d = new BatchNorm2d(2);

  forward(x: Tensor): Tensor {
    return tf.reshape(this.firstNorm.forward(x), [x.shape[0]!, 2]);
  }
}

Deno.test("a state dict has PyTorch's names, dtypes, shapes, order and bits", () => {
  for (const { seed, tensors } of fixture.initialWeights) {
    manualSeed(seed);
    using model = new CnnClassifier();
    const digests = [...model.stateDict()].map(([name, tensor]) =>
      [name, digestOf(tensor)] as const
    );
    assertEquals(digests, Object.entries(tensors));
  }
});

Deno.test("names are dotted paths in snake case", () => {
  using model = new Outer();
  assertEquals([...model.stateDict().keys()], [
    "inner_part.first_norm.weight",
    "inner_part.first_norm.bias",
    "inner_part.first_norm.running_mean",
    "inner_part.first_norm.running_var",
    "inner_part.first_norm.num_batches_tracked",
    "head.weight",
    "head.bias",
  ]);
});

Deno.test("parameters are what is trained, not what is only kept", () => {
  using model = new Outer();
  const named = model.namedParameters();
  assertEquals(named.map(([name]) => name), [
    "inner_part.first_norm.weight",
    "inner_part.first_norm.bias",
    "head.weight",
    "head.bias",
  ]);
  const { firstNorm } = model.innerPart;
  const { head } = model;
  const expected = [firstNorm.weight, firstNorm.bias, head.weight, head.bias];
  assert(model.parameters().every((parameter, i) => parameter === expected[i]));
});

Deno.test("children and modules come in the order of their fields", () => {
  using model = new Outer();
  const { innerPart, head } = model;
  assertEquals(model.namedChildren().map(([name]) => name).length, 2);
  assertEquals([...model.namedModules()].map(([, module]) => module), [
    model,
    innerPart,
    innerPart.firstNorm,
    head,
  ]);
});

Deno.test("train and eval reach all modules beneath", () => {
  using model = new Outer();
  const modes = () =>
    [...model.namedModules()].map(([, { training }]) => training);
  assertEquals(modes(), [true, true, true, true]);
  assert(model.eval() === model);
  assertEquals(modes(), [false, false, false, false]);
  model.train();
  assertEquals(modes(), [true, true, true, true]);
});

Deno.test("a module frees all that it keeps", () => {
  assertNoTensorsLeft(() => {
    using model = new CnnClassifier();
    tf.tidy(() => void model.forward(tf.zeros([2, 64, 64, 3])));
    model.stateDict();
  });
});

Deno.test("a forward pass owns nothing and changes no parameter", () => {
  using model = new CnnClassifier();
  const before = model.parameters().map(({ value }) => value.dataSync());
  assertNoTensorsLeft(() =>
    tf.tidy(() => void model.forward(tf.ones([2, 64, 64, 3])))
  );
  const after = model.parameters().map(({ value }) => value.dataSync());
  assertEquals(after, before);
});
