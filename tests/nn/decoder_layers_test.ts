import { assertEquals, assertThrows } from "@std/assert";
import {
  ConvTranspose2d,
  Flatten,
  Linear,
  ReLU,
  Sequential,
  Unflatten,
} from "mle/nn/mod.ts";
import { assertClose } from "../testing/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { fixture, picturesOf, stateDictOf } from "../fixtures/layers.ts";

const { transposed } = fixture.layers;

Deno.test("ConvTranspose2d computes what PyTorch's computes with its state dict", () => {
  using layer = new ConvTranspose2d(2, 3, 3, {
    stride: 2,
    padding: 1,
    outputPadding: 1,
  });
  layer.loadStateDict(stateDictOf(transposed.state));
  assertEquals(layer.stateDict(), stateDictOf(transposed.state));
  assertEquals(layer.weight.value.shape, [3, 3, 3, 2]);
  tf.tidy(() => {
    const y = layer.forward(picturesOf(transposed.x));
    assertClose(y, picturesOf(transposed.y));
  });
});

Deno.test("ConvTranspose2d refuses an output padding of its stride or more", () => {
  assertThrows(
    () => new ConvTranspose2d(1, 1, 3, { stride: 2, outputPadding: 2 }),
    RangeError,
    "Cannot make ConvTranspose2d: expected an output padding of less than the " +
      "stride of 2, got 2",
  );
  assertThrows(
    () => new ConvTranspose2d(1, 1, 3, { outputPadding: 1 }),
    RangeError,
    "less than the stride of 1, got 1",
  );
});

Deno.test("ReLU rectifies tensors of any shape", () => {
  tf.tidy(() => {
    const x = tf.tensor3d([-1, 2, 0, -3], [1, 2, 2]);
    assertClose(new ReLU().forward(x), tf.tensor3d([0, 2, 0, 0], [1, 2, 2]));
  });
});

Deno.test("Unflatten's error names the expected size", () => {
  tf.tidy(() => {
    assertThrows(
      () => new Unflatten([64, 3, 3]).forward(tf.zeros([2, 500])),
      TypeError,
      "Cannot apply Unflatten([64, 3, 3]): expected [batch, 576], got [2, 500]",
    );
    using linear = new Linear(12, 3);
    assertThrows(
      () => linear.forward(tf.zeros([2, 2, 2, 3])),
      TypeError,
      "expected [batch, 12], got [2, 2, 2, 3]: flatten each picture first",
    );
  });
});

Deno.test("Flatten and Unflatten undo each other", () => {
  tf.tidy(() => {
    const x = tf.range(0, 48).reshape([2, 2, 3, 4]);
    const flat = new Flatten().forward(x);
    assertEquals(flat.shape, [2, 24]);
    assertClose(new Unflatten([4, 2, 3]).forward(flat), x);
  });
});

Deno.test("Sequential runs its layers in order and names them by their places", () => {
  using model = new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 1));
  assertEquals([...model.stateDict().keys()], [
    "0.weight",
    "0.bias",
    "2.weight",
    "2.bias",
  ]);
  const [first, , last] = model.namedChildren().map(([, layer]) => layer);
  tf.tidy(() => {
    const x = tf.tensor2d([[1, -2], [3, 4]]);
    const expected = last.forward(tf.relu(first.forward(x)));
    assertClose(model.forward(x), expected);
  });
  model.eval();
  assertEquals([first.training, last.training], [false, false]);
});

Deno.test("Sequential frees its layers, and passes all through without any", () => {
  const before = tf.memory().numTensors;
  new Sequential(new Linear(2, 3))[Symbol.dispose]();
  assertEquals(tf.memory().numTensors, before);
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    assertEquals(new Sequential().forward(x), x);
  });
});
